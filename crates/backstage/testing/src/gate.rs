//! A gate that one thread opens for another.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};

use crate::LONG;

/// Makes a closed gate.
pub fn gate() -> (Opener, Gate) {
    let (opener, gate) = channel();
    (Opener(opener), Gate(gate))
}

/// Opens a gate. Dropping it opens it too, so that a failing test ends.
#[derive(Debug)]
pub struct Opener(#[expect(dead_code, reason = "its drop opens the gate")] Sender<()>);

impl Opener {
    /// Lets the waiting thread go on.
    pub fn open(self) {}
}

/// A closed gate, until its [`Opener`] opens it.
#[derive(Debug)]
pub struct Gate(Receiver<()>);

impl Gate {
    /// Blocks this thread until the gate is opened.
    ///
    /// # Panics
    ///
    /// Panics if that takes longer than [`LONG`].
    pub fn pass(&self) {
        let waited = self.0.recv_timeout(LONG);
        assert_ne!(
            waited,
            Err(RecvTimeoutError::Timeout),
            "the gate stays closed"
        );
    }
}
