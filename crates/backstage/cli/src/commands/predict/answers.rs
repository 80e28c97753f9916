//! The answers of `predict`: keys on a terminal, lines from a pipe or a file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::Path;

use crate::error::Error;
use crate::terminal::Keys;

/// The source of the answers.
pub(super) enum Answers {
    /// A key each.
    Keys(Keys),
    /// A line each.
    Lines(Box<dyn BufRead>),
}

impl Answers {
    /// From the file, else from the terminal, else from standard input.
    pub(super) fn from(file: Option<&Path>) -> Result<Answers, Error> {
        if let Some(path) = file {
            let file = File::open(path).map_err(|error| {
                Error::Failed(format!("{}: {error}", path.display()))
            })?;
            return Ok(Answers::Lines(Box::new(BufReader::new(file))));
        }
        if io::stdin().is_terminal()
            && let Some(keys) = Keys::new()
        {
            return Ok(Answers::Keys(keys));
        }
        Ok(Answers::Lines(Box::new(BufReader::new(io::stdin()))))
    }

    /// Whether what is typed shows up by itself.
    pub(super) fn are_echoed(&self) -> bool {
        matches!(self, Answers::Lines(_)) && io::stdin().is_terminal()
    }

    /// The next answer, without blanks; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<String>, Error> {
        match self {
            Answers::Keys(keys) => keys.next(),
            Answers::Lines(lines) => {
                let mut line = String::new();
                match lines.read_line(&mut line)? {
                    0 => Ok(None),
                    _ => Ok(Some(line.trim().to_lowercase())),
                }
            }
        }
    }
}
