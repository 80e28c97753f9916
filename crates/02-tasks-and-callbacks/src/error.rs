//! Why a task has no result to give.

use std::any::Any;
use std::fmt;

/// Why a task has no result to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskError {
    /// The task is still running: `asyncio.InvalidStateError`.
    ///
    /// [`Task::result`](crate::Task::result) returns it; awaiting a task never does.
    NotDone,
    /// The task was cancelled, or its runtime shut down: `asyncio.CancelledError`.
    Cancelled,
    /// The task panicked, with this message: the exception that the coroutine raised.
    Panicked(String),
}

impl TaskError {
    /// The error for what `catch_unwind` caught.
    pub(crate) fn from_panic(payload: &(dyn Any + Send)) -> Self {
        // `panic!("…")` carries a `&str`, `panic!("{x}")` a `String`. Any other payload
        // comes from `panic_any` and has no text.
        let text = payload.downcast_ref::<&'static str>().copied();
        let text = text.or_else(|| payload.downcast_ref().map(String::as_str));
        TaskError::Panicked(text.unwrap_or("a panic without a message").to_owned())
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TaskError::NotDone => f.write_str("the result is not ready"),
            TaskError::Cancelled => f.write_str("the task was cancelled"),
            TaskError::Panicked(message) => write!(f, "the task panicked: {message}"),
        }
    }
}

impl std::error::Error for TaskError {}
