//! Awaiting tasks, and `ensure_future`.

use std::future::Ready;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};
use std::time::Duration;

use tasks_and_callbacks::{AnyTask, Task, TaskError, create_task, ensure_future};
use testing::{Log, in_a_task, next_turn};
use tokio::time::{Instant, sleep, timeout};

/// Any number of coroutines may await one task; all get its result, in the order in
/// which they began to wait.
#[tokio::test(start_paused = true)]
async fn several_tasks_await_one() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let task = create_task(async {
            sleep(Duration::from_secs(1)).await;
            "tea"
        });
        let waiters = ["Ada", "Bo", "Cy"].map(|name| {
            let (task, said) = (task.clone(), log.clone());
            create_task(async move {
                let drink = task.await.expect("it returned");
                said.say(format!("{name}: {drink}"));
            })
        });
        for waiter in waiters {
            waiter.await.expect("it returned");
        }
        assert_eq!(log.lines(), ["Ada: tea", "Bo: tea", "Cy: tea"]);
    })
    .await;
}

/// One coroutine may wait for one task in two places at once, as `gather(task, task)`
/// does: each place has its own waker.
#[tokio::test(start_paused = true)]
async fn one_task_awaited_twice_at_once() {
    let _limited = testing::limited();
    let task = create_task(async {
        sleep(Duration::from_secs(1)).await;
        7
    });
    let both = tokio::join!((&task).into_future(), (&task).into_future());
    assert_eq!(both, (Ok(7), Ok(7)));
}

/// Awaiting a task that is done goes on at once, without giving up the turn.
#[tokio::test(start_paused = true)]
async fn awaiting_a_finished_task_takes_no_turn() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let task = create_task(async { 7 });
        assert_eq!((&task).await, Ok(7));
        let other = log.clone();
        create_task(async move { other.say("another task had a turn") });
        assert_eq!((&task).await, Ok(7));
        assert_eq!(task.await, Ok(7));
        assert!(log.lines().is_empty());
    })
    .await;
}

/// A coroutine that awaits goes on in the turn after the task's end, like a callback.
#[tokio::test(start_paused = true)]
async fn the_waiter_goes_on_one_turn_after_the_end() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let inner = create_task(next_turn());
        let (awaited, said) = (inner.clone(), log.clone());
        create_task(async move {
            let _ended = awaited.await;
            said.say("went on");
        });
        next_turn().await;
        assert!(!inner.done());
        next_turn().await;
        assert!(inner.done());
        assert!(log.lines().is_empty(), "a turn too early");
        next_turn().await;
        assert_eq!(log.lines(), ["went on"]);
    })
    .await;
}

/// Tasks may create and await tasks, to any depth; they overlap, so the whole takes as
/// long as its longest part.
#[tokio::test(start_paused = true)]
async fn nested_tasks() {
    let _limited = testing::limited();
    let started = Instant::now();
    let sum = create_task(async {
        let parts = [1_u64, 2, 3].map(|n| {
            create_task(async move {
                let half = create_task(async move {
                    sleep(Duration::from_secs(n)).await;
                    n
                });
                half.await.expect("it returned") * 2
            })
        });
        let mut sum = 0;
        for part in parts {
            sum += part.await.expect("it returned");
        }
        sum
    });
    assert_eq!(sum.await, Ok(12));
    assert_eq!(started.elapsed(), Duration::from_secs(3));
}

/// Who awaits a task that is cancelled meanwhile is woken and told so, everyone of them.
#[tokio::test(start_paused = true)]
async fn waiters_learn_of_a_cancellation() {
    let _limited = testing::limited();
    in_a_task(async {
        let task: Task<()> = create_task(std::future::pending());
        let waiters = [(), ()].map(|()| create_task(task.clone().into_future()));
        next_turn().await;
        task.cancel();
        for waiter in waiters {
            assert_eq!(waiter.await, Ok(Err(TaskError::Cancelled)));
        }
    })
    .await;
}

/// Giving up waiting (here by a timeout) is not the task's business, and the next one to
/// wait is served. In asyncio one writes `wait_for(shield(task), 1)` for this.
#[tokio::test(start_paused = true)]
async fn who_stops_waiting_does_not_stop_the_task() {
    let _limited = testing::limited();
    let task = create_task(async {
        sleep(Duration::from_secs(2)).await;
        7
    });
    assert!(timeout(Duration::from_secs(1), &task).await.is_err());
    assert!(!task.done());
    assert_eq!(timeout(Duration::from_secs(5), task).await, Ok(Ok(7)));
}

/// Who stops waiting is forgotten (asyncio removes the wakeup): a task that runs for
/// hours must not gather the wakers of all who once gave up.
#[tokio::test(start_paused = true)]
async fn who_stops_waiting_is_forgotten() {
    let _limited = testing::limited();
    struct Bell;
    impl Wake for Bell {
        fn wake(self: Arc<Self>) {}
    }
    let task: Task<()> = create_task(std::future::pending());
    let bell = Arc::new(Bell);
    let waker = Waker::from(Arc::clone(&bell));
    let mut waiting = (&task).into_future();
    for _ in 0..2 {
        let polled = Pin::new(&mut waiting).poll(&mut Context::from_waker(&waker));
        assert!(polled.is_pending());
    }
    drop(waker);
    assert_eq!(Arc::strong_count(&bell), 2, "one waker is registered");
    drop(waiting);
    assert_eq!(Arc::strong_count(&bell), 1, "a waker was kept");
}

/// A future may move from one task to another while it waits; the last one to poll it
/// must be woken.
#[tokio::test(start_paused = true)]
async fn a_waiting_future_may_change_hands() {
    let _limited = testing::limited();
    let task = create_task(async {
        sleep(Duration::from_secs(2)).await;
        7
    });
    let mut waiting = task.into_future();
    assert!(timeout(Duration::from_secs(1), &mut waiting).await.is_err());
    assert_eq!(in_a_task(waiting).await, Ok(7));
}

/// A value that cannot be cloned can be shared.
#[tokio::test(start_paused = true)]
async fn a_value_behind_an_arc() {
    let _limited = testing::limited();
    struct Unique(u8);
    let task = create_task(async { Arc::new(Unique(7)) });
    let first = (&task).await.expect("it returned");
    let second = task.await.expect("it returned");
    assert_eq!(first.0, 7);
    assert!(Arc::ptr_eq(&first, &second));
}

/// A task needs no clonable value as long as nobody asks for it.
#[tokio::test(start_paused = true)]
async fn a_value_that_cannot_be_cloned() {
    let _limited = testing::limited();
    struct Unique;
    let task = create_task(async { Unique });
    sleep(Duration::from_secs(1)).await;
    assert!(task.done() && !task.cancelled());
}

/// `ensure_future(task)` is the task itself.
#[tokio::test(start_paused = true)]
async fn ensure_future_leaves_a_task_as_it_is() {
    let _limited = testing::limited();
    let task = create_task(async { 7 });
    let same = ensure_future(task.clone());
    assert!(same.ptr_eq(&task));
    assert!(!same.ptr_eq(&create_task(async { 7 })));
    assert_eq!(same.await, Ok(7));
}

/// `ensure_future(coroutine)` is `create_task(coroutine)`: it runs without being awaited.
#[tokio::test(start_paused = true)]
async fn ensure_future_makes_a_task_of_a_future() {
    let _limited = testing::limited();
    let log = Log::default();
    let said = log.clone();
    let task = ensure_future(async move { said.say("ran") });
    sleep(Duration::from_secs(1)).await;
    assert_eq!(log.lines(), ["ran"]);
    assert!(task.done());
    let named: Ready<u8> = std::future::ready(7);
    assert_eq!(ensure_future(named).await, Ok(7));
}

/// A waiter that is polled again, with another waker, keeps its place: it was first, and
/// goes on first.
#[tokio::test(start_paused = true)]
async fn a_waiter_that_is_polled_again_keeps_its_place() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let task = create_task(sleep(Duration::from_secs(1)));
        let (awaited, said) = (task.clone(), log.clone());
        let first = create_task(async move {
            let mut waiting = awaited.into_future();
            for _ in 0..2 {
                let _pending = futures::poll!(&mut waiting);
                next_turn().await;
            }
            let _ended = waiting.await;
            said.say("first");
        });
        next_turn().await;
        let (awaited, said) = (task.clone(), log.clone());
        let second = create_task(async move {
            let _ended = awaited.await;
            said.say("second");
        });
        let _ended = (first.await, second.await);
        assert_eq!(log.lines(), ["first", "second"]);
    })
    .await;
}

/// `asyncio.sleep(0)`: every ready task runs once, in order, and then this one goes on.
/// tokio's own `yield_now` comes back last.
#[tokio::test(start_paused = true)]
async fn next_turn_is_asyncios_sleep_zero() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        for name in ["a", "b"] {
            let said = log.clone();
            create_task(async move {
                for turn in 1..=2 {
                    said.say(format!("{name}{turn}"));
                    tasks_and_callbacks::next_turn().await;
                }
            });
        }
        tasks_and_callbacks::next_turn().await;
        assert_eq!(log.lines(), ["a1", "b1"]);
        tokio::task::yield_now().await;
        assert_eq!(log.lines(), ["a1", "b1", "a2", "b2"]);
    })
    .await;
}

/// Tasks are equal if they are the same task, as in a Python set.
#[tokio::test(start_paused = true)]
async fn a_task_is_equal_to_itself_only() {
    let _limited = testing::limited();
    let tasks = [(), ()].map(|()| create_task(async {}));
    let mut set = std::collections::HashSet::from(tasks.clone());
    assert_eq!(set.len(), 2);
    assert!(!set.insert(tasks[0].clone()));
    assert!(tasks[0] != tasks[1]);
}

/// A handle of no type is a handle to the same task.
#[tokio::test(start_paused = true)]
async fn a_handle_for_tasks_of_any_type() {
    let _limited = testing::limited();
    in_a_task(async {
        let number = create_task(async { 7 });
        let forever: Task<String> = create_task(std::future::pending());
        let any = [AnyTask::from(number), AnyTask::from(forever.clone())];
        let states = |any: &[AnyTask]| -> Vec<_> {
            any.iter().map(|it| (it.done(), it.cancelled())).collect()
        };
        assert_eq!(states(&any), [(false, false), (false, false)]);
        assert_eq!(format!("{any:?}"), "[<Task pending>, <Task pending>]");
        next_turn().await;
        assert_eq!(states(&any), [(true, false), (false, false)]);
        assert!(!any[0].cancel() && any[1].cancel());
        assert_eq!(forever.await, Err(TaskError::Cancelled));
        assert_eq!(states(&any), [(true, false), (true, true)]);
    })
    .await;
}
