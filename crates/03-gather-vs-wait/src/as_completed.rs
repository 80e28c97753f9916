//! `as_completed`: results one by one, the fastest task first.

use tasks_and_callbacks::{EnsureFuture, Task, TaskError};
use tokio::sync::mpsc;

use crate::callbacks::{Callbacks, assert_one_loop, distinct};

/// Runs `items` at the same time and gives their results in the order of completion:
/// `asyncio.as_completed(items)`.
///
/// Futures become tasks at once. A task that is given twice is returned once.
///
/// ```
/// # use std::time::Duration;
/// # use gather_vs_wait::as_completed;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// async fn parcel(hours: u64) -> u64 {
///     tokio::time::sleep(Duration::from_secs(3600 * hours)).await;
///     hours
/// }
///
/// let mut parcels = as_completed([parcel(3), parcel(1)]);
/// assert_eq!(parcels.next().await, Some(Ok(1)));
/// assert_eq!(parcels.next().await, Some(Ok(3)));
/// assert_eq!(parcels.next().await, None);
/// # }
/// ```
///
/// # Panics
///
/// Panics if an item is a future and no tokio runtime is running on this thread, or if a
/// task is attached to a different loop than the others or the running one.
#[track_caller]
pub fn as_completed<T>(
    items: impl IntoIterator<Item: EnsureFuture<Output = T>>,
) -> AsCompleted<T>
where
    T: Clone + Send + 'static,
{
    let mut tasks = Vec::new();
    // A loop and not `map`, for the caller's line: see `gather`.
    for item in items {
        tasks.push(item.ensure_future());
    }
    // Unbounded, because a callback cannot wait for room; it holds at most one entry for
    // each task. Each callback owns a sender and is gone once it has run, so the channel
    // closes after the last task.
    let (sender, completed) = mpsc::unbounded_channel();
    let tasks = distinct(tasks);
    assert_one_loop(&tasks);
    let callbacks = Callbacks::add(&tasks, move |task| {
        // It fails only if the receiver, and so the whole `AsCompleted`, is gone.
        let _received = sender.send(task.clone());
    });
    AsCompleted {
        completed,
        _callbacks: callbacks,
    }
}

/// The results in the order of completion; from [`as_completed`].
///
/// Dropping it cancels nothing: the tasks go on.
#[must_use = "results are given only if asked for"]
pub struct AsCompleted<T> {
    completed: mpsc::UnboundedReceiver<Task<T>>,
    /// Kept to be dropped with the rest.
    _callbacks: Callbacks<T>,
}

impl<T: Clone> AsCompleted<T> {
    /// Waits for the next task that is done, and returns its result; `None` after the
    /// last one. Tasks that end in the same turn come in the order in which they ended.
    ///
    /// # Errors
    ///
    /// Returns the [`TaskError`] of a task that panicked or was cancelled. The results of
    /// the others still follow.
    ///
    /// # Cancel safety
    ///
    /// Cancel safe: a result that was not returned is returned by the next call.
    pub async fn next(&mut self) -> Option<Result<T, TaskError>> {
        Some(self.completed.recv().await?.result())
    }
}
