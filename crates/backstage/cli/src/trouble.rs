//! What can go wrong, in one line for a person, with the exit code it deserves.

use std::fmt;
use std::io;

/// Why a command ends early.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It was called wrongly: exit code 2.
    Usage(String),
    /// A lesson or a check failed: exit code 1.
    Failed(String),
    /// It failed, and all there is to say has been said: exit code 1.
    Told,
    /// It was stopped with Ctrl-C: exit code 130, as shells have it.
    Interrupted,
    /// Nobody reads the output any more: that is no failure.
    OutputClosed,
}

impl Trouble {
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Trouble::Usage(_) => 2,
            Trouble::Failed(_) | Trouble::Told => 1,
            Trouble::Interrupted => 130,
            Trouble::OutputClosed => 0,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Usage(why) | Trouble::Failed(why) => f.write_str(why),
            Trouble::Interrupted => f.write_str("stopped"),
            Trouble::Told | Trouble::OutputClosed => Ok(()),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Trouble::OutputClosed,
            _ => Trouble::Failed(error.to_string()),
        }
    }
}
