//! Why the loop did not run to the end that was wanted.

use std::error::Error;
use std::fmt;

use tasks_and_callbacks::TaskError;

/// Why a loop does not run, or did not run to the end that was wanted.
///
/// Asyncio raises `RuntimeError` for all of these but the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunError {
    /// It was closed before.
    Closed,
    /// It is running: one loop runs once at a time.
    AlreadyRunning,
    /// Somebody stopped it while the task was not done. The task goes on in the next run.
    Stopped,
    /// The task panicked or was cancelled.
    Task(TaskError),
}

// The words are asyncio's own, so that a search for them finds this.
impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::Closed => f.write_str("Event loop is closed"),
            RunError::AlreadyRunning => {
                f.write_str("This event loop is already running")
            }
            RunError::Stopped => {
                f.write_str("Event loop stopped before Future completed.")
            }
            RunError::Task(error) => error.fmt(f),
        }
    }
}

impl Error for RunError {}
