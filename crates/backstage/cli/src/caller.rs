//! Whether the reader typed `cargo lesson …` or `just …`: a hint shows a command that
//! they have.

use std::env;

/// The environment variable that the justfile sets to `just`.
const CALLER_VAR: &str = "LESSON_CALLER";

/// The program that the reader types the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    Cargo,
    Just,
}

impl Caller {
    pub(crate) fn from_env() -> Caller {
        match env::var(CALLER_VAR).as_deref() {
            Ok("just") => Caller::Just,
            _ => Caller::Cargo,
        }
    }

    /// The command line for a command such as `run coroutines sleep`.
    pub(crate) fn command_line(self, command: &str) -> String {
        match (self, command.strip_prefix("run ")) {
            (Caller::Cargo, _) => format!("cargo lesson {command}"),
            (Caller::Just, Some(rest)) => format!("just run-lesson {rest}"),
            (Caller::Just, None) => format!("just {command}"),
        }
    }
}

/// The command line for a command, as the reader types it.
pub(crate) fn command_line(command: &str) -> String {
    Caller::from_env().command_line(command)
}
