//! Why there is no value to give.

use std::any::Any;
use std::fmt;

/// Why there is no value to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExecutorError {
    /// The work was cancelled before it was done: `CancelledError`.
    Cancelled,
    /// The work panicked, with this message: the exception that it raised.
    Panicked(String),
    /// It is not done yet, and the time given for waiting is over: `TimeoutError`.
    ///
    /// Only [`ConcurrentFuture::result`](crate::ConcurrentFuture::result) returns it.
    TimedOut,
    /// The pool was shut down, or the loop has stopped, before the work was handed in:
    /// `RuntimeError: cannot schedule new futures after shutdown`.
    ShutDown,
}

impl ExecutorError {
    /// The error for what `catch_unwind` caught.
    pub(crate) fn from_panic(payload: &(dyn Any + Send)) -> Self {
        // `panic!("…")` carries a `&str`, `panic!("{x}")` a `String`. Any other payload
        // comes from `panic_any` and has no text.
        let text = payload.downcast_ref::<&'static str>().copied();
        let text = text.or_else(|| payload.downcast_ref().map(String::as_str));
        ExecutorError::Panicked(text.unwrap_or("a panic without a message").to_owned())
    }
}

impl fmt::Display for ExecutorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExecutorError::Cancelled => f.write_str("the work was cancelled"),
            ExecutorError::Panicked(message) => {
                write!(f, "the work panicked: {message}")
            }
            ExecutorError::TimedOut => f.write_str("the result is not there yet"),
            ExecutorError::ShutDown => f.write_str("no new work is taken any more"),
        }
    }
}

impl std::error::Error for ExecutorError {}
