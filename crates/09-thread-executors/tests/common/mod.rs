//! What the tests of this crate share.

#![allow(dead_code, reason = "not every test file uses all of it")]

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A bound for waits on other threads: what is lost shall fail, not hang.
pub const LONG: Duration = Duration::from_secs(30);

/// The lines "printed" so far, in order, by whichever thread.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// Appends a line.
    pub fn say(&self, line: impl Into<String>) {
        self.0.lock().expect("nobody panics here").push(line.into());
    }

    /// All lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().expect("nobody panics here").clone()
    }
}

/// Something that one thread waits for and another one opens.
pub fn gate() -> (Opener, Gate) {
    let (opener, gate) = channel();
    (Opener(opener), Gate(gate))
}

/// Opens a gate; dropping it opens it too, so that a failing test ends.
pub struct Opener(Sender<()>);

impl Opener {
    /// Lets the waiting thread go on.
    pub fn open(self) {}
}

/// What a thread waits for.
pub struct Gate(Receiver<()>);

impl Gate {
    /// Stops this thread until the gate is opened.
    pub fn pass(&self) {
        let waited = self.0.recv_timeout(LONG);
        assert_ne!(waited, Err(std::sync::mpsc::RecvTimeoutError::Timeout));
    }
}
