//! The lines that a test's tasks "print".

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The lines so far, in order, of all tasks, callbacks and threads.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// Appends a line.
    pub fn say(&self, line: impl Into<String>) {
        self.lock().push(line.into());
    }

    /// Returns all lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.lock().clone()
    }

    /// Returns the lines since the last call.
    pub fn take(&self) -> Vec<String> {
        mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        // A test that fails while it holds the lock has failed already.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
