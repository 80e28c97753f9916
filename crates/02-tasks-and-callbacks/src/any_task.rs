//! A handle to a task, whatever it returns.

use std::fmt;
use std::sync::Arc;

/// A handle to a task of any type, as event loops list them.
///
/// In Rust, tasks that return different things have different types, and one list holds
/// values of one type. This type has what all tasks have in common.
#[derive(Clone)]
pub struct AnyTask(Arc<dyn Common>);

/// The methods that all tasks share.
pub(crate) trait Common: fmt::Debug + Send + Sync {
    fn cancel(&self) -> bool;
    fn cancelled(&self) -> bool;
    fn done(&self) -> bool;
}

impl AnyTask {
    pub(crate) fn new(task: Arc<dyn Common>) -> Self {
        AnyTask(task)
    }

    /// Asks for the task to be cancelled; see [`Task::cancel`](crate::Task::cancel).
    pub fn cancel(&self) -> bool {
        self.0.cancel()
    }

    /// Whether the task ended by being cancelled; see [`Task::cancelled`](crate::Task::cancelled).
    pub fn cancelled(&self) -> bool {
        self.0.cancelled()
    }

    /// Whether the task is done; see [`Task::done`](crate::Task::done).
    pub fn done(&self) -> bool {
        self.0.done()
    }
}

impl fmt::Debug for AnyTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
