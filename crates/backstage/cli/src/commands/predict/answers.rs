//! The answers of `predict`: keys on a terminal, lines from a pipe or a file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::Path;

use crate::error::Error;

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

/// A terminal that hands over each key as it is pressed. It is as before when dropped.
pub(super) struct Keys {
    #[cfg(unix)]
    before: nix::sys::termios::Termios,
}

impl Keys {
    /// Sets the terminal up; `None` where that cannot be done.
    #[cfg(unix)]
    fn new() -> Option<Keys> {
        use nix::sys::termios::{LocalFlags, SetArg, tcgetattr, tcsetattr};

        let before = tcgetattr(io::stdin()).ok()?;
        let mut keys = before.clone();
        // Ctrl-C is a key too, so that the terminal is put in order before this ends.
        keys.local_flags
            .remove(LocalFlags::ICANON | LocalFlags::ECHO | LocalFlags::ISIG);
        tcsetattr(io::stdin(), SetArg::TCSANOW, &keys).ok()?;
        Some(Keys { before })
    }

    #[cfg(not(unix))]
    fn new() -> Option<Keys> {
        None
    }

    fn next(&mut self) -> Result<Option<String>, Error> {
        let mut byte = [0];
        if io::stdin().read(&mut byte)? == 0 {
            return Ok(None);
        }
        match byte[0] {
            0x03 => Err(Error::Interrupted),
            0x04 => Ok(None),
            key => Ok(Some(char::from(key).to_lowercase().to_string())),
        }
    }
}

#[cfg(unix)]
impl Drop for Keys {
    fn drop(&mut self) {
        use nix::sys::termios::{SetArg, tcsetattr};

        // If the terminal is gone, there is nothing to restore.
        let _ = tcsetattr(io::stdin(), SetArg::TCSANOW, &self.before);
    }
}
