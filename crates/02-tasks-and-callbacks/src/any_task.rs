//! A handle to a task, whatever it returns.

use std::fmt;
use std::sync::Arc;

use crate::Task;

/// A handle to a task of any type, as event loops list them.
///
/// In Rust, tasks that return different things have different types, and one list holds
/// values of one type. This type has what all tasks have in common.
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
    /// Asks for the task to be cancelled; see [`Task::cancel`].
    pub fn cancel(&self) -> bool {
        self.0.cancel()
    }

    /// Whether the task ended by being cancelled; see [`Task::cancelled`].
    pub fn cancelled(&self) -> bool {
        self.0.cancelled()
    }

    /// Whether the task is done; see [`Task::done`].
    pub fn done(&self) -> bool {
        self.0.done()
    }
}

impl<T: Send + 'static> From<Task<T>> for AnyTask {
    fn from(task: Task<T>) -> Self {
        AnyTask(Arc::new(task))
    }
}

impl fmt::Debug for AnyTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
