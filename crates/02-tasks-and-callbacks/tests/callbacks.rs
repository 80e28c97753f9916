//! When callbacks run, in what order, and what they may do.

use std::time::Duration;

use tasks_and_callbacks::{Task, TaskError, create_task};
use testing::{Log, in_a_task, next_turn};
use tokio::time::sleep;

/// "Callbacks are called in the order in which they were added": programs rely on it to
/// stack clean-up steps.
#[tokio::test(start_paused = true)]
async fn callbacks_run_in_the_order_they_were_added() {
    let _limited = testing::limited();
    let log = Log::default();
    let task = create_task(async {});
    for name in ["first", "second", "third"] {
        let log = log.clone();
        task.add_done_callback(move |_| log.say(name));
    }
    in_a_task(next_turn()).await;
    in_a_task(next_turn()).await;
    assert_eq!(log.lines(), ["first", "second", "third"]);
}

/// The end of a task schedules its callbacks with `call_soon`: tasks which end in the
/// same turn all end before the first callback runs. `main` waits for the first task
/// only, the second being done by then, and so comes before `Done2`, as in CPython.
#[tokio::test(start_paused = true)]
async fn tasks_of_one_turn_end_before_the_first_callback() {
    let _limited = testing::limited();
    let log = Log::default();
    let said = log.clone();
    in_a_task(async move {
        let mut tasks = Vec::new();
        for number in 1..=2 {
            let in_body = said.clone();
            let task = create_task(async move {
                in_body.say(format!("Hello{number}"));
                sleep(Duration::from_secs(1)).await;
                in_body.say(format!("World{number}"));
                number
            });
            let in_callback = said.clone();
            task.add_done_callback(move |task| {
                in_callback.say(format!("Done{}", task.result().expect("it returned")));
            });
            tasks.push(task);
        }
        for task in &tasks {
            task.await.expect("it returned");
        }
        said.say("main");
    })
    .await;
    let expected = [
        "Hello1", "Hello2", "World1", "World2", "Done1", "main", "Done2",
    ];
    assert_eq!(log.lines(), expected);
}

/// A task is done as soon as its coroutine returns, its callbacks come one turn later:
/// who looks in between sees a task that is done and has not called back yet.
#[tokio::test(start_paused = true)]
async fn the_callback_comes_exactly_one_turn_after_the_end() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let said = log.clone();
        let task = create_task(async {});
        task.add_done_callback(move |_| said.say("callback"));
        assert!(!task.done(), "it starts in the next turn");
        next_turn().await;
        assert!(task.done());
        assert!(log.lines().is_empty(), "the callback is a turn too early");
        next_turn().await;
        assert_eq!(log.lines(), ["callback"]);
    })
    .await;
}

/// A callback added to a task that is done is scheduled with `call_soon` as well, never
/// called inside `add_done_callback`: the caller need not expect it to run twice over.
#[tokio::test(start_paused = true)]
async fn a_callback_added_after_the_end_runs_in_the_next_turn() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let task = create_task(async { "late" });
        task.await.expect("it returned");
        let task = create_task(async { "late" });
        (&task).await.expect("it returned");
        for number in 1..=2 {
            let said = log.clone();
            task.add_done_callback(move |task| {
                said.say(format!("{number}: {}", task.result().expect("done")));
            });
        }
        assert!(log.lines().is_empty(), "it was called inline");
        next_turn().await;
        assert_eq!(log.lines(), ["1: late", "2: late"]);
    })
    .await;
}

/// `remove_done_callback` returns how many callbacks it removed; a removed one is not
/// called, the others are.
#[tokio::test(start_paused = true)]
async fn a_removed_callback_is_not_called() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let task = create_task(async {});
        let (one, two) = (log.clone(), log.clone());
        let first = task.add_done_callback(move |_| one.say("first"));
        task.add_done_callback(move |_| two.say("second"));
        assert_eq!(task.remove_done_callback(first), 1);
        assert_eq!(task.remove_done_callback(first), 0, "removed twice");
        next_turn().await;
        next_turn().await;
        assert_eq!(log.lines(), ["second"]);
    })
    .await;
}

/// In asyncio, removing one function from another task removes nothing, unless it was
/// added there too; so an id must not fit two tasks.
#[tokio::test(start_paused = true)]
async fn an_id_fits_its_own_task_only() {
    let _limited = testing::limited();
    let one = create_task(async {});
    let two = create_task(async {});
    let id = one.add_done_callback(|_| {});
    two.add_done_callback(|_| {});
    assert_eq!(two.remove_done_callback(id), 0);
    assert_eq!(one.remove_done_callback(id), 1);
}

/// The end of the task hands its list of callbacks to the loop: one callback cannot
/// remove the next any more.
#[tokio::test(start_paused = true)]
async fn a_callback_cannot_be_removed_once_the_task_is_done() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let task = create_task(async {});
        let (second_id, id) = std::sync::mpsc::channel();
        let said = log.clone();
        task.add_done_callback(move |task| {
            let id = id.recv().expect("sent below");
            said.say(format!("removed {}", task.remove_done_callback(id)));
        });
        let said = log.clone();
        let second = task.add_done_callback(move |_| said.say("second"));
        second_id.send(second).expect("the callback still waits");
        next_turn().await;
        next_turn().await;
        assert_eq!(log.lines(), ["removed 0", "second"]);
    })
    .await;
}

/// An exception in a callback goes to the loop's exception handler; it neither stops the
/// other callbacks nor reaches who awaits the task.
#[tokio::test(start_paused = true)]
async fn a_panic_in_a_callback_harms_nobody_else() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let task = create_task(async { "fine" });
        let (before, after) = (log.clone(), log.clone());
        task.add_done_callback(move |_| before.say("before"));
        task.add_done_callback(|_| panic!("a callback may fail"));
        task.add_done_callback(move |_| after.say("after"));
        assert_eq!((&task).await, Ok("fine"));
        assert_eq!(log.lines(), ["before", "after"]);
        assert_eq!(task.result(), Ok("fine"));
    })
    .await;
}

/// Callbacks are called however the task ended, with the task as argument, so that they
/// can find out.
#[tokio::test(start_paused = true)]
async fn callbacks_see_every_kind_of_end() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let returned = create_task(async { 7 });
        let panicked: Task<i32> = create_task(async { panic!("no such file") });
        let cancelled: Task<i32> = create_task(std::future::pending());
        cancelled.cancel();
        for task in [&returned, &panicked, &cancelled] {
            let said = log.clone();
            task.add_done_callback(move |task| {
                said.say(format!("{:?} {:?}", task, task.result()));
            });
        }
        next_turn().await;
        next_turn().await;
        let expected = [
            "<Task finished> Ok(7)",
            "<Task finished> Err(Panicked(\"no such file\"))",
            "<Task cancelled> Err(Cancelled)",
        ];
        assert_eq!(log.lines(), expected);
    })
    .await;
}

/// A callback may add a callback; the task being done, that one runs a turn later.
#[tokio::test(start_paused = true)]
async fn a_callback_may_add_a_callback() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let task = create_task(async {});
        let (outer, second) = (log.clone(), log.clone());
        task.add_done_callback(move |task| {
            let inner = outer.clone();
            task.add_done_callback(move |_| inner.say("inner"));
            outer.say("outer");
        });
        task.add_done_callback(move |_| second.say("second"));
        next_turn().await;
        next_turn().await;
        assert_eq!(log.lines(), ["outer", "second"]);
        next_turn().await;
        assert_eq!(log.lines(), ["outer", "second", "inner"]);
    })
    .await;
}

/// A callback may cancel other tasks: this is how "first one wins" is written with
/// callbacks.
#[tokio::test(start_paused = true)]
async fn a_callback_may_cancel_another_task() {
    let _limited = testing::limited();
    let loser = create_task(sleep(Duration::from_secs(60)));
    let winner = create_task(sleep(Duration::from_secs(1)));
    let other = loser.clone();
    let (give, given) = tokio::sync::oneshot::channel();
    winner.add_done_callback(move |_| {
        give.send(other.cancel()).expect("the test waits for it");
    });
    let ended = in_a_task(loser.into_future()).await;
    assert_eq!(ended, Err(TaskError::Cancelled));
    assert_eq!(given.await, Ok(true), "cancel() said that it was in time");
    assert_eq!(winner.result(), Ok(()));
}

/// A callback may create tasks: in asyncio it runs in the loop, so `create_task` works.
#[tokio::test(start_paused = true)]
async fn a_callback_may_create_a_task() {
    let _limited = testing::limited();
    let log = Log::default();
    let said = log.clone();
    let first = create_task(async { 20 });
    first.add_done_callback(move |task| {
        let twenty = task.result().expect("it returned");
        create_task(async move { said.say(format!("{}", twenty + 22)) });
    });
    sleep(Duration::from_secs(1)).await;
    assert_eq!(log.lines(), ["42"]);
}

/// A callback may own handles, even the last one to another task or one to its own task:
/// dropping them must not lock up.
#[tokio::test(start_paused = true)]
async fn a_callback_may_drop_the_last_handle() {
    let _limited = testing::limited();
    let log = Log::default();
    let other = create_task(async { "dropped" });
    let task = create_task(sleep(Duration::from_secs(1)));
    let (itself, said) = (task.clone(), log.clone());
    task.add_done_callback(move |_| {
        drop(other);
        drop(itself);
        said.say("called");
    });
    drop(task);
    sleep(Duration::from_secs(2)).await;
    assert_eq!(log.lines(), ["called"]);
}

/// What a removed callback owns is dropped with it, and that destructor may use the task.
#[tokio::test(start_paused = true)]
async fn the_destructor_of_a_removed_callback_may_use_the_task() {
    let _limited = testing::limited();
    struct LooksAtTask(Task<()>, Log);
    impl Drop for LooksAtTask {
        fn drop(&mut self) {
            self.1.say(format!("{:?}", self.0));
        }
    }
    let log = Log::default();
    let task = create_task(async {});
    let owned = LooksAtTask(task.clone(), log.clone());
    let id = task.add_done_callback(move |_| drop(owned));
    assert_eq!(task.remove_done_callback(id), 1);
    assert_eq!(log.lines(), ["<Task pending>"]);
}

/// A task that awaits is woken by a callback like any other: what was registered before
/// it runs before it, what was registered after it runs after it.
#[tokio::test(start_paused = true)]
async fn awaiting_tasks_keep_their_place_among_the_callbacks() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let task = create_task(sleep(Duration::from_secs(1)));
        let said = log.clone();
        task.add_done_callback(move |_| said.say("callback 1"));
        let (awaited, said) = (task.clone(), log.clone());
        let waiter = create_task(async move {
            let _ended = awaited.await;
            said.say("waiter");
        });
        next_turn().await;
        let said = log.clone();
        task.add_done_callback(move |_| said.say("callback 2"));
        waiter.await.expect("it returned");
        assert_eq!(log.lines(), ["callback 1", "waiter", "callback 2"]);
    })
    .await;
}
