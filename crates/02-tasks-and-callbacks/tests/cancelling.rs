//! Results, states, and cancelling.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tasks_and_callbacks::{Task, TaskError, create_task};
use testing::{Log, in_a_task, next_turn};
use tokio::time::{Instant, sleep};

/// `result()` raises `InvalidStateError` until the task is done, then gives the same
/// value each time it is asked.
#[tokio::test(start_paused = true)]
async fn the_result_is_there_when_done_and_stays() {
    let _limited = testing::limited();
    let task = create_task(async {
        sleep(Duration::from_secs(1)).await;
        String::from("hello")
    });
    assert_eq!(task.result(), Err(TaskError::NotDone));
    sleep(Duration::from_millis(500)).await;
    assert_eq!(task.result(), Err(TaskError::NotDone));
    sleep(Duration::from_secs(1)).await;
    for _ in 0..3 {
        assert_eq!(task.result(), Ok(String::from("hello")));
    }
}

/// A coroutine without a return statement gives `None`, which is a result: a task is
/// done when it has ended, not when its value is interesting.
#[tokio::test(start_paused = true)]
async fn nothing_is_a_result_too() {
    let _limited = testing::limited();
    assert_eq!(create_task(async {}).await, Ok(()));
    assert_eq!(create_task(async { None::<u8> }).await, Ok(None));
    assert_eq!(create_task(async { Vec::<u8>::new() }).await, Ok(vec![]));
}

/// An exception of the coroutine is kept and raised by `result()` and `await`; the task
/// counts as done, not as cancelled.
#[tokio::test(start_paused = true)]
async fn a_panic_is_kept_with_its_message() {
    let _limited = testing::limited();
    let plain: Task<()> = create_task(async { panic!("out of tea") });
    let cups = 3;
    let formatted: Task<()> = create_task(async move { panic!("{cups} cups short") });
    let textless: Task<()> = create_task(async { std::panic::panic_any(3_u8) });
    let expected = TaskError::Panicked("out of tea".into());
    assert_eq!((&plain).await, Err(expected.clone()));
    assert_eq!(plain.result(), Err(expected));
    assert!(plain.done() && !plain.cancelled());
    let expected = TaskError::Panicked("3 cups short".into());
    assert_eq!(formatted.await, Err(expected));
    let expected = TaskError::Panicked("a panic without a message".into());
    assert_eq!(textless.await, Err(expected));
}

/// The three errors say what asyncio's exceptions say, for who prints them.
#[test]
fn errors_explain_themselves() {
    let said = |error: TaskError| error.to_string();
    assert_eq!(said(TaskError::NotDone), "the result is not ready");
    assert_eq!(said(TaskError::Cancelled), "the task was cancelled");
    let panicked = TaskError::Panicked("out of tea".into());
    assert_eq!(said(panicked), "the task panicked: out of tea");
}

/// A task cancelled before its first step never runs: asyncio throws `CancelledError`
/// into a coroutine that has not started, and no line of it is executed.
#[tokio::test(start_paused = true)]
async fn cancelled_before_the_start_the_body_never_runs() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let (body, called) = (log.clone(), log.clone());
        let task = create_task(async move { body.say("body") });
        task.add_done_callback(move |task| {
            called.say(format!("cancelled: {}", task.cancelled()));
        });
        assert!(task.cancel());
        assert!(!task.done() && !task.cancelled(), "cancelled too early");
        next_turn().await;
        assert!(task.done() && task.cancelled());
        next_turn().await;
        assert_eq!(log.lines(), ["cancelled: true"]);
        assert_eq!(task.result(), Err(TaskError::Cancelled));
    })
    .await;
}

/// `cancel()` interrupts a sleep: the task ends in the next turn, not when the sleep is
/// over, and what comes after the sleep does not happen.
#[tokio::test(start_paused = true)]
async fn cancelled_while_sleeping() {
    let _limited = testing::limited();
    in_a_task(async {
        let started = Instant::now();
        let log = Log::default();
        let body = log.clone();
        let task = create_task(async move {
            body.say("before");
            sleep(Duration::from_secs(60)).await;
            body.say("after");
        });
        next_turn().await;
        assert!(task.cancel());
        assert!(!task.done(), "only requested");
        next_turn().await;
        assert!(task.done() && task.cancelled());
        assert_eq!(log.lines(), ["before"]);
        assert_eq!(started.elapsed(), Duration::ZERO);
    })
    .await;
}

/// `cancel()` returns `True` as often as it is called before the cancellation takes
/// effect, then `False`; the callbacks are called once all the same.
#[tokio::test(start_paused = true)]
async fn cancelled_twice() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let called = log.clone();
        let task: Task<()> = create_task(std::future::pending());
        task.add_done_callback(move |_| called.say("callback"));
        next_turn().await;
        assert!(task.cancel());
        assert!(task.cancel());
        next_turn().await;
        assert!(!task.cancel());
        next_turn().await;
        next_turn().await;
        assert_eq!(log.lines(), ["callback"]);
    })
    .await;
}

/// A task that is done cannot be cancelled: `cancel()` returns `False`, the result stays.
#[tokio::test(start_paused = true)]
async fn a_finished_task_cannot_be_cancelled() {
    let _limited = testing::limited();
    let task = create_task(async { 7 });
    assert_eq!((&task).await, Ok(7));
    assert!(!task.cancel());
    assert!(!task.cancelled());
    assert_eq!(task.await, Ok(7));
}

/// Cancelling a task that is done but has not called back yet changes nothing either:
/// "done" is the moment the coroutine returns.
#[tokio::test(start_paused = true)]
async fn cancelled_between_the_end_and_the_callbacks() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let called = log.clone();
        let task = create_task(async { 7 });
        task.add_done_callback(move |task| called.say(format!("{:?}", task.result())));
        next_turn().await;
        assert!(!task.cancel());
        next_turn().await;
        assert_eq!(log.lines(), ["Ok(7)"]);
    })
    .await;
}

/// `done()` and `cancelled()` through the life of a task that is left alone: not done
/// while it sleeps, done from the moment it returns, never cancelled.
#[tokio::test(start_paused = true)]
async fn the_states_through_time() {
    let _limited = testing::limited();
    let task = create_task(sleep(Duration::from_secs(2)));
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push((task.done(), task.cancelled()));
        sleep(Duration::from_millis(900)).await;
    }
    let (running, finished) = ((false, false), (true, false));
    assert_eq!(seen, [running, running, running, finished]);
}

/// Gives a future a handle to the task that runs it, as `asyncio.current_task()` does.
fn knowing_itself<F, T>(body: impl FnOnce(Task<T>) -> F + Send + 'static) -> Task<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let (give, given) = tokio::sync::oneshot::channel();
    let task = create_task(async move {
        let itself = given.await.expect("sent below");
        body(itself).await
    });
    assert!(give.send(task.clone()).is_ok(), "the task waits for it");
    task
}

/// A coroutine that cancels its own task and returns without another `await` ends
/// cancelled; its value is lost.
#[tokio::test(start_paused = true)]
async fn a_task_that_cancels_itself_and_returns_is_cancelled() {
    let _limited = testing::limited();
    let task = knowing_itself(|itself| async move {
        assert!(itself.cancel());
        7
    });
    let ended = in_a_task(task.clone().into_future()).await;
    assert_eq!(ended, Err(TaskError::Cancelled));
    assert!(task.cancelled());
}

/// A coroutine that cancels its own task is stopped at its next `await`.
#[tokio::test(start_paused = true)]
async fn a_task_that_cancels_itself_stops_at_the_next_await() {
    let _limited = testing::limited();
    let log = Log::default();
    let body = log.clone();
    let task = knowing_itself(|itself| async move {
        itself.cancel();
        body.say("still running");
        sleep(Duration::from_secs(1)).await;
        body.say("not reached");
    });
    let ended = in_a_task(task.into_future()).await;
    assert_eq!(ended, Err(TaskError::Cancelled));
    assert_eq!(log.lines(), ["still running"]);
}

/// A coroutine that cancels its own task and then raises ends with its exception.
#[tokio::test(start_paused = true)]
async fn a_task_that_cancels_itself_and_panics_has_panicked() {
    let _limited = testing::limited();
    let task: Task<()> = knowing_itself(|itself| async move {
        itself.cancel();
        panic!("after all");
    });
    let expected = TaskError::Panicked("after all".into());
    assert_eq!((&task).await, Err(expected));
    assert!(!task.cancelled());
}

/// Cancelling one task leaves the task that it awaits alone. This is tokio's rule, not
/// asyncio's, where that one is cancelled as well; the crate documents it.
#[tokio::test(start_paused = true)]
async fn cancelling_does_not_pass_through_an_await() {
    let _limited = testing::limited();
    in_a_task(async {
        let inner = create_task(async {
            sleep(Duration::from_secs(1)).await;
            "inner"
        });
        let outer = create_task(inner.clone().into_future());
        next_turn().await;
        assert!(outer.cancel());
        assert_eq!(outer.await, Err(TaskError::Cancelled));
        assert_eq!(inner.await, Ok("inner"));
    })
    .await;
}

/// Who finds a task cancelled finds its clean-up (`finally` in Python) done as well,
/// whether the task had started or not.
#[tokio::test(start_paused = true)]
async fn clean_up_comes_before_the_end_of_a_cancelled_task() {
    let _limited = testing::limited();
    struct CleanUp(Arc<std::sync::Mutex<Option<Task<()>>>>, Arc<AtomicBool>);
    impl Drop for CleanUp {
        fn drop(&mut self) {
            let task = self.0.lock().expect("no panic").take().expect("set below");
            self.1.store(!task.done(), Ordering::SeqCst);
        }
    }
    for start in [false, true] {
        in_a_task(async move {
            let handle = Arc::default();
            let was_pending = Arc::new(AtomicBool::new(false));
            let clean_up = CleanUp(Arc::clone(&handle), Arc::clone(&was_pending));
            let task = create_task(async move {
                let _clean_up = clean_up;
                std::future::pending().await
            });
            *handle.lock().expect("no panic") = Some(task.clone());
            if start {
                next_turn().await;
            }
            task.cancel();
            assert_eq!(task.await, Err(TaskError::Cancelled));
            assert!(was_pending.load(Ordering::SeqCst), "started: {start}");
        })
        .await;
    }
}
