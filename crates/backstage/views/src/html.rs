//! The player: one page that steps through a run, forward and back.

use std::io::{self, Write};

use crate::{Story, Subject};

/// Writes the page. It needs nothing beside itself: no network, no other file.
///
/// # Errors
/// Whatever `out` reports.
pub fn write(_story: &Story, _subject: &Subject, _out: impl Write) -> io::Result<()> {
    Ok(())
}
