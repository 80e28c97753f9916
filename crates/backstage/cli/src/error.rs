//! Why a command ends early: one line for a person, and the exit code.

use std::fmt;
use std::io;

/// The reason why a command ends early.
#[derive(Debug)]
pub(crate) enum Error {
    /// It was called wrongly: exit code 2.
    Usage(String),
    /// A lesson or a check failed: exit code 1.
    Failed(String),
    /// It failed, and the reason has been printed: exit code 1.
    Reported,
    /// It was stopped with Ctrl-C: exit code 130, as in shells.
    Interrupted,
    /// The reader of the output has closed it: not a failure.
    OutputClosed,
}

impl Error {
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Error::Usage(_) => 2,
            Error::Failed(_) | Error::Reported => 1,
            Error::Interrupted => 130,
            Error::OutputClosed => 0,
        }
    }

    /// Whether there is a line to print.
    pub(crate) fn has_message(&self) -> bool {
        !matches!(self, Error::Reported | Error::OutputClosed)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(why) | Error::Failed(why) => f.write_str(why),
            Error::Interrupted => f.write_str("stopped"),
            Error::Reported | Error::OutputClosed => Ok(()),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Error::OutputClosed,
            io::ErrorKind::Interrupted => Error::Interrupted,
            _ => Error::Failed(error.to_string()),
        }
    }
}
