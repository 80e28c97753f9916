//! `wait_for`: one task, and only so much time.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use tasks_and_callbacks::{EnsureFuture, Task, TaskError};

/// Waits for `item` no longer than `timeout`: `asyncio.wait_for(item, timeout)`.
///
/// A future becomes a task when this is awaited. If the time is over, the task is
/// cancelled, and this waits until that has happened: when it returns, the task holds
/// nothing any more. With a timeout of zero, only a task that is done already is in
/// time.
///
/// # Errors
///
/// [`WaitForError::Timeout`] if the time was over first. [`WaitForError::Task`] if the
/// task panicked, or was cancelled by somebody else.
///
/// # Panics
///
/// If awaited outside a tokio runtime, or inside one whose timers are not enabled.
///
/// # Cancel safety
///
/// Dropping the `.await` half-way cancels the task, as in asyncio, but cannot wait for
/// it: the task is gone one turn of the loop later.
pub async fn wait_for<T>(
    item: impl EnsureFuture<Output = T>,
    timeout: Duration,
) -> Result<T, WaitForError>
where
    T: Clone + Send + 'static,
{
    let task = CancelOnDrop(item.ensure_future());
    if let Ok(result) = tokio::time::timeout(timeout, &task.0).await {
        return result.map_err(WaitForError::Task);
    }
    task.0.cancel();
    match (&task.0).await {
        Err(TaskError::Cancelled) => Err(WaitForError::Timeout),
        // On another thread, the task may have ended just before the cancellation.
        result => result.map_err(WaitForError::Task),
    }
}

/// Takes the task along when the waiting is given up. A task that is done does not
/// mind.
struct CancelOnDrop<T>(Task<T>);

impl<T> Drop for CancelOnDrop<T> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Why [`wait_for`] has no result to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitForError {
    /// The time was over, and the task is cancelled: `TimeoutError`.
    Timeout,
    /// The task panicked or was cancelled.
    Task(TaskError),
}

impl fmt::Display for WaitForError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WaitForError::Timeout => f.write_str("the task was not done in time"),
            WaitForError::Task(error) => error.fmt(f),
        }
    }
}

impl Error for WaitForError {}
