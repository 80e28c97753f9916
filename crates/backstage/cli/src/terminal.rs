//! The terminal: its width, and its keys.

use std::io::{self, IsTerminal, Read};

use crate::error::Error;

/// Width of the output where no terminal tells its own, and the minimum that is assumed
/// of one.
pub(crate) const PAGE_WIDTH: usize = 80;

/// Whether there is something to draw on, and a key to press.
pub(crate) fn is_interactive() -> bool {
    // An editor's shell window calls itself a terminal, but cannot move a cursor.
    let dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}

/// The number of columns of the terminal.
pub(crate) fn width() -> usize {
    let width = terminal_size::terminal_size_of(io::stdout())
        .map_or(PAGE_WIDTH, |(width, _)| usize::from(width.0));
    width.max(PAGE_WIDTH)
}

/// A terminal that hands over each key as it is pressed. It is as before when dropped.
pub(crate) struct Keys {
    #[cfg(unix)]
    before: nix::sys::termios::Termios,
}

impl Keys {
    /// Sets the terminal up; `None` where that cannot be done.
    #[cfg(unix)]
    pub(crate) fn new() -> Option<Keys> {
        use nix::sys::termios::{
            FlushArg, LocalFlags, SetArg, tcflush, tcgetattr, tcsetattr,
        };

        let before = tcgetattr(io::stdin()).ok()?;
        let mut keys = before.clone();
        // Ctrl-C is a key too, so that the terminal is put in order before this ends.
        keys.local_flags
            .remove(LocalFlags::ICANON | LocalFlags::ECHO | LocalFlags::ISIG);
        tcsetattr(io::stdin(), SetArg::TCSANOW, &keys).ok()?;
        // What was typed before was not meant for this.
        tcflush(io::stdin(), FlushArg::TCIFLUSH).ok()?;
        Some(Keys { before })
    }

    #[cfg(not(unix))]
    pub(crate) fn new() -> Option<Keys> {
        None
    }

    /// Waits for a key; `None` at the end of the input.
    ///
    /// # Errors
    /// Ctrl-C is [`Error::Interrupted`].
    pub(crate) fn next(&mut self) -> Result<Option<String>, Error> {
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
