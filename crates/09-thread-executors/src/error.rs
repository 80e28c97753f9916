//! Why there is no value.

use std::any::Any;
use std::fmt;

use tasks_and_callbacks::panic_message;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExecutorError {
    /// The work was cancelled before it was done: `CancelledError`.
    Cancelled,
    /// The work panicked, with this message: the exception that it raised.
    Panicked(String),
    /// The work is not done yet, and the timeout has expired: `TimeoutError`.
    ///
    /// Only [`ConcurrentFuture::result`](crate::ConcurrentFuture::result) returns it.
    TimedOut,
    /// The pool was shut down before the job was submitted:
    /// `RuntimeError: cannot schedule new futures after shutdown`.
    ShutDown,
}

impl ExecutorError {
    /// The error for what `catch_unwind` caught.
    pub(crate) fn from_panic(payload: &(dyn Any + Send)) -> Self {
        ExecutorError::Panicked(panic_message(payload))
    }
}

impl fmt::Display for ExecutorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExecutorError::Cancelled => f.write_str("the work was cancelled"),
            ExecutorError::Panicked(message) => {
                write!(f, "the work panicked: {message}")
            }
            ExecutorError::TimedOut => f.write_str("the result is not ready"),
            ExecutorError::ShutDown => f.write_str("no new work is taken any more"),
        }
    }
}

impl std::error::Error for ExecutorError {}
