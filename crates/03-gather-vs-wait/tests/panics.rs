//! Foreign code that panics inside a wait: the panic is the outcome, nothing hangs.

use gather_vs_wait::{GatherError, ReturnWhen, WaitForError, gather, try_gather, wait};
use tasks_and_callbacks::{TaskError, create_task};
use testing::in_a_task;

/// A value that cannot be copied.
#[derive(Debug, PartialEq)]
struct Unique;

impl Clone for Unique {
    fn clone(&self) -> Self {
        panic!("there is only one")
    }
}

fn only_one<T>() -> Result<T, TaskError> {
    Err(TaskError::Panicked("there is only one".into()))
}

/// A group whose results cannot be copied ends: with the panic of the task that asks.
#[tokio::test(start_paused = true)]
async fn a_result_that_cannot_be_copied() {
    let _limited = testing::limited();
    in_a_task(async {
        let caller = create_task(async { drop(gather([async { Unique }]).await) });
        assert_eq!(caller.await, only_one());
        // An inner group has it as its outcome.
        let outer = gather([gather([async { Unique }])]);
        assert_eq!(outer.await.map(drop), only_one());
        let caller = create_task(async {
            drop(try_gather([async { Ok::<_, ()>(Unique) }]).await);
        });
        assert_eq!(caller.await, only_one());
        // Nothing is copied to find out whether a task has failed.
        let group = gather([async { Unique }]);
        testing::next_turn().await;
        testing::next_turn().await;
        assert!(group.done());
    })
    .await;
}

/// A condition that panics ends the wait, with its panic.
#[tokio::test(start_paused = true)]
async fn a_condition_that_panics() {
    let _limited = testing::limited();
    in_a_task(async {
        let caller = create_task(async {
            let slow = create_task(std::future::pending::<()>());
            let condition = |(): &()| -> bool { panic!("no idea") };
            let when = ReturnWhen::FirstException(condition);
            drop(wait([create_task(async {}), slow], when).await);
        });
        let expected = Err(TaskError::Panicked("no idea".into()));
        assert_eq!(caller.await, expected);
    })
    .await;
}

/// The errors say what the task's own error says, and what asyncio's `TimeoutError` means.
#[test]
fn errors_explain_themselves() {
    let cancelled = || TaskError::Cancelled;
    let of_task = "the task was cancelled";
    let group: GatherError<String> = GatherError::Task(cancelled());
    assert_eq!(group.to_string(), of_task);
    let failed = GatherError::Failed("out of stock".to_owned());
    assert_eq!(failed.to_string(), "out of stock");
    assert_eq!(WaitForError::Task(cancelled()).to_string(), of_task);
    let late = WaitForError::Timeout.to_string();
    assert_eq!(late, "the task was not done in time");
}
