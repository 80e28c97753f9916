//! Why a loop does not run, or did not run long enough.

use std::error::Error;
use std::fmt;

use tasks_and_callbacks::TaskError;
use tasks_and_callbacks::plumbing::DIFFERENT_LOOP;

/// Why a loop does not run, or did not run until the task was done.
///
/// All loops of the course return it: this one, and those of `call_later` and
/// `thread_executors`. Asyncio raises `RuntimeError` for all of these but the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunError {
    /// The loop was closed before.
    Closed,
    /// The loop is running: one loop runs once at a time.
    AlreadyRunning,
    /// The task belongs to another loop, or the loop to another runtime.
    DifferentLoop,
    /// The loop was stopped while the task was not done. The task goes on in the next run.
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
            RunError::DifferentLoop => f.write_str(DIFFERENT_LOOP),
            RunError::Stopped => {
                f.write_str("Event loop stopped before Future completed.")
            }
            RunError::Task(error) => error.fmt(f),
        }
    }
}

impl Error for RunError {}
