//! `--watch`: does something again whenever a file is saved.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::error::Error;
use crate::program::process::interrupted;

/// The time between two looks at the file. A look takes some microseconds, and sees a save
/// in whatever way an editor writes it, on every system and file system.
const PAUSE: Duration = Duration::from_millis(40);

/// Calls `show` at once, and again whenever the text of the file is another one, until
/// Ctrl-C. On a terminal each time begins on an empty screen.
pub(super) fn watch<W: Write>(
    file: &Path,
    out: &mut W,
    mut show: impl FnMut(&mut W) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut shown = None;
    loop {
        // An editor that replaces the file takes it away for a moment.
        let text = fs::read(file).ok().filter(|text| !text.is_empty());
        if text.is_some() && text != shown {
            if io::stdout().is_terminal() {
                // To the top left corner, and everything from there on away.
                write!(out, "\x1b[H\x1b[2J\x1b[3J")?;
            }
            shown = text;
            // What is wrong has been said; the next save may be better.
            match show(out) {
                Err(Error::Failed(why) | Error::Usage(why)) => {
                    writeln!(out, "error: {why}")?;
                }
                Ok(()) | Err(Error::Reported) => {}
                Err(other) => return Err(other),
            }
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            writeln!(out, "\nwatching {name}; Ctrl-C ends it")?;
            out.flush()?;
        }
        if interrupted() {
            return Err(Error::Interrupted);
        }
        wait(PAUSE);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line has no runtime, and nothing else to do"
)]
pub(super) fn wait(time: Duration) {
    thread::sleep(time);
}
