//! A task without a coroutine: the future that `asyncio.gather` returns.

use crate::context::Home;
use crate::{Task, TaskError};

/// The side of a task without a coroutine that gives it its outcome; from [`promise`].
///
/// Dropping it ends the task as cancelled, so that nothing waits for it forever.
pub struct Promise<T: Send + 'static>(Task<T>);

/// Makes a task that no coroutine drives, and the means to end it: `loop.create_future()`.
///
/// [`Task::cancel`] calls `cancel` and returns what that returns.
pub fn promise<T: Send + 'static>(
    home: Home,
    cancel: impl Fn() -> bool + Send + Sync + 'static,
) -> (Task<T>, Promise<T>) {
    let task = Task::promised(home, Box::new(cancel));
    (task.clone(), Promise(task))
}

impl<T: Send + 'static> Promise<T> {
    /// Ends the task: `future.set_result(…)`, `future.set_exception(…)`.
    pub fn finish(self, outcome: Result<T, TaskError>) {
        self.0.finish(outcome);
    }
}

impl<T: Send + 'static> Drop for Promise<T> {
    fn drop(&mut self) {
        self.0.finish(Err(TaskError::Cancelled));
    }
}
