//! Why a task has no result, and what a panic said.

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
    ///
    /// A panic may carry a value that is not text
    /// ([`panic_any`](std::panic::panic_any)). A task gives its outcome to every caller
    /// that asks, and such a value cannot be copied: it is lost, and the message says so.
    /// [`JoinError::into_panic`](tokio::task::JoinError::into_panic) returns it, once.
    Panicked(String),
}

/// Returns the message of a panic from what
/// [`catch_unwind`](std::panic::catch_unwind) has caught.
pub fn panic_message(payload: &(dyn Any + Send)) -> String {
    // `panic!("…")` carries a `&str`, `panic!("{x}")` a `String`.
    let text = payload.downcast_ref::<&'static str>().copied();
    let text = text.or_else(|| payload.downcast_ref().map(String::as_str));
    text.unwrap_or("a panic without a message").to_owned()
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
