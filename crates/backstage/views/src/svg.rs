//! The timeline as an SVG picture.

use std::io::{self, Write};

use crate::timeline::By;
use crate::{Story, Subject};

/// How the picture is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What is to the right.
    pub by: By,
    /// With the tasks of libraries.
    pub all: bool,
}

/// Writes the picture.
///
/// # Errors
/// Whatever `out` reports.
pub fn write(
    _story: &Story,
    _subject: &Subject,
    _settings: Settings,
    _out: impl Write,
) -> io::Result<()> {
    Ok(())
}
