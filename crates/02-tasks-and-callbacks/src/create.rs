//! `create_task`: a task from a future.

use std::sync::Arc;

use crate::context::Home;
use crate::run::Run;
use crate::task::Task;

/// Runs `future` as a task of the current loop: `asyncio.create_task(coroutine)`.
///
/// The task does not start here but in the next turn of the loop, when the caller waits
/// for something. It goes on when the returned handle is dropped.
///
/// # Panics
///
/// Panics if no tokio runtime is running on this thread, like [`tokio::spawn`].
#[track_caller]
pub fn create_task<F>(future: F) -> Task<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    create_task_in(&Home::current(), future)
}

/// Runs `future` as a task of the loop `home`: `loop.create_task(coroutine)`.
#[track_caller]
pub fn create_task_in<F>(home: &Home, future: F) -> Task<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let task = Task::to_spawn(home.clone());
    let run = Run::new(future, task.clone(), Arc::clone(task.context()));
    let (number, abort) = match &home.turns {
        None => (0, home.runtime.spawn(run).abort_handle()),
        Some(turns) => {
            let listed = Some(task.clone().into());
            let (number, run) = Arc::clone(turns).admit(Box::pin(run), listed);
            (number, home.runtime.spawn(run).abort_handle())
        }
    };
    task.was_spawned(abort, number);
    task
}
