//! Tasks of other loops: an error in place of a wait that never ends.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gather_vs_wait::{ReturnWhen, as_completed, gather, wait};
use tasks_and_callbacks::{Task, TaskError, create_task};
use testing::{next_turn, paused_runtime, run};

const DIFFERENT: &str = "the task is attached to a different loop";

/// The message of the panic of `call`.
fn panic_of<R>(call: impl FnOnce() -> R) -> String {
    let caught = catch_unwind(AssertUnwindSafe(|| drop(call())));
    let panic = caught.expect_err("it panics");
    tasks_and_callbacks::panic_message(&*panic)
}

/// A finished task of a runtime that has stopped.
fn finished_elsewhere() -> (tokio::runtime::Runtime, Task<u8>) {
    let runtime = paused_runtime();
    let task = runtime.block_on(async {
        let task = create_task(async { 7 });
        assert_eq!((&task).await, Ok(7));
        task
    });
    (runtime, task)
}

/// "ValueError: The future belongs to a different loop", "RuntimeError: … attached to a
/// different loop": asyncio raises where a wait would never end.
#[test]
fn tasks_of_a_stopped_runtime_are_refused() {
    let (_stopped, task) = finished_elsewhere();
    run(&paused_runtime(), async {
        assert_eq!((&task).await, Ok(7), "what is done can be read anywhere");
        let tasks = || [task.clone()];
        assert_eq!(panic_of(|| gather(tasks())), DIFFERENT);
        let all = ReturnWhen::AllCompleted;
        assert_eq!(panic_of(|| wait(tasks(), all)), DIFFERENT);
        assert_eq!(panic_of(|| as_completed(tasks())), DIFFERENT);
        let mine = create_task(async { 8 });
        assert_eq!(panic_of(|| gather([mine.clone(), task.clone()])), DIFFERENT);
        assert_eq!(panic_of(|| gather([task.clone(), mine.clone()])), DIFFERENT);
    });
}

/// Made in no loop, and awaited in the wrong one.
#[test]
fn a_wait_is_refused_where_it_is_awaited() {
    let (_stopped, task) = finished_elsewhere();
    let waiting = wait([task], ReturnWhen::AllCompleted);
    let here = paused_runtime();
    let refused = panic_of(|| run(&here, async { waiting.await.0.len() }));
    assert_eq!(refused, DIFFERENT);
}

/// A runtime that shuts down calls no callbacks. A group whose tasks it takes along ends
/// all the same, for a thread that waits for it.
#[test]
fn a_group_ends_with_its_runtime() {
    let runtime = paused_runtime();
    let (group, mut arrivals) = runtime.block_on(async {
        let forever = || create_task(std::future::pending::<()>());
        let parts = (gather([forever()]), as_completed([forever()]));
        next_turn().await;
        parts
    });
    let waiting = group.into_future();
    drop(runtime);
    let ended = run(&paused_runtime(), waiting);
    assert_eq!(ended, Err(TaskError::Cancelled));
    let arrival = run(&paused_runtime(), arrivals.next());
    assert_eq!(arrival, Some(Err(TaskError::Cancelled)));
}
