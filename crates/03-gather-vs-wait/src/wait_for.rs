//! `wait_for`: one task, and a limit on the time it takes.

use std::error::Error;
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::{Either, select};
use tasks_and_callbacks::plumbing::cancel_with;
use tasks_and_callbacks::{EnsureFuture, Task, TaskError};

use crate::limit::Limit;

/// Waits for `item` until the limit expires: `asyncio.wait_for(item, timeout)`.
///
/// A future becomes a task when this is awaited. When the limit expires, the task is
/// cancelled, and this waits until that has happened: when it returns, the future of the
/// task is gone, and so are the tasks of a group. With a limit of zero, the result is
/// given only if the task is done already; a future is not even begun. With `None` there
/// is no limit.
///
/// The task is cancelled with the wait. To limit the waiting alone, as
/// `asyncio.wait_for(asyncio.shield(task), timeout)` does, use
/// [`tokio::time::timeout`]`(limit, &task)`.
///
/// ```
/// # use std::time::Duration;
/// # use gather_vs_wait::{WaitForError, wait_for};
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// async fn parcel(hours: u64) -> u64 {
///     tokio::time::sleep(Duration::from_secs(3600 * hours)).await;
///     hours
/// }
///
/// let day = Duration::from_secs(24 * 3600);
/// assert_eq!(wait_for(parcel(1), day).await, Ok(1));
/// assert_eq!(wait_for(parcel(48), day).await, Err(WaitForError::Timeout));
/// assert_eq!(wait_for(parcel(48), None).await, Ok(48));
/// # }
/// ```
///
/// # Errors
///
/// Returns [`WaitForError::Timeout`] if the limit expired first, and
/// [`WaitForError::Task`] if the task panicked, or was cancelled by something else.
///
/// # Panics
///
/// Panics if it is awaited outside a tokio runtime, or inside one whose timers are not
/// enabled.
///
/// # Cancel safety
///
/// Dropping the `.await` halfway cancels the task, as in asyncio, but cannot wait for it:
/// the task is gone one turn of the loop later. Cancelling the task that awaits this
/// cancels `item` at once.
pub async fn wait_for<T>(
    item: impl EnsureFuture<Output = T>,
    limit: impl Into<Option<Duration>>,
) -> Result<T, WaitForError>
where
    T: Clone + Send + 'static,
{
    let limit = limit.into();
    let task = item.ensure_future();
    let cancelled = task.clone();
    let waiting = Box::pin(until_limit(task, limit));
    cancel_with(waiting, move || {
        cancelled.cancel();
    })
    .await
}

async fn until_limit<T>(
    task: Task<T>,
    limit: Option<Duration>,
) -> Result<T, WaitForError>
where
    T: Clone + Send + 'static,
{
    let expired = Arc::new(AtomicBool::new(false));
    match limit {
        None => {}
        // A timer of zero fires within a millisecond, and tasks could run meanwhile.
        Some(Duration::ZERO) => expired.store(task.cancel(), Ordering::Relaxed),
        Some(limit) => {
            let (late, flag) = (task.clone(), Arc::clone(&expired));
            // Relaxed: the task's own lock orders it before the end that it causes.
            let cancel = move || flag.store(late.cancel(), Ordering::Relaxed);
            let in_time = pin!((&task).into_future());
            match select(in_time, Limit::new(limit, cancel)).await {
                Either::Left((result, _)) if !expired.load(Ordering::Relaxed) => {
                    return result.map_err(WaitForError::Task);
                }
                _ => {}
            }
        }
    }
    match (&task).await {
        Err(TaskError::Cancelled) if expired.load(Ordering::Relaxed) => {
            Err(WaitForError::Timeout)
        }
        result => result.map_err(WaitForError::Task),
    }
}

/// Why [`wait_for`] has no result to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitForError {
    /// The limit has expired, and the task is cancelled: `TimeoutError`.
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
