//! A task whose result is of no interest.

use std::fmt;
use std::sync::Arc;

use tasks_and_callbacks::Task;

/// A handle to a task of whatever type, from
/// [`EventLoop::all_tasks`](crate::EventLoop::all_tasks).
///
/// Tasks that return different things are of different types in Rust and cannot stand in
/// one list. What they have in common can.
#[derive(Clone)]
pub struct AnyTask(Arc<dyn Common>);

trait Common: fmt::Debug + Send + Sync {
    fn cancel(&self) -> bool;
    fn cancelled(&self) -> bool;
    fn done(&self) -> bool;
}

impl<T: Send + 'static> Common for Task<T> {
    fn cancel(&self) -> bool {
        self.cancel()
    }

    fn cancelled(&self) -> bool {
        self.cancelled()
    }

    fn done(&self) -> bool {
        self.done()
    }
}

impl AnyTask {
    pub(crate) fn new<T: Send + 'static>(task: Task<T>) -> Self {
        AnyTask(Arc::new(task))
    }

    /// Asks for the task to be cancelled; see [`Task::cancel`]. It is done when the loop
    /// has run again.
    pub fn cancel(&self) -> bool {
        self.0.cancel()
    }

    /// Whether the task ended by being cancelled; see [`Task::cancelled`].
    pub fn cancelled(&self) -> bool {
        self.0.cancelled()
    }

    /// Whether the task is over; see [`Task::done`].
    pub fn done(&self) -> bool {
        self.0.done()
    }
}

impl fmt::Debug for AnyTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
