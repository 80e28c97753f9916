//! The timeline in a terminal: a lane for each task, time to the right.

use std::io::{self, Write};

use crate::{Story, Subject};

/// What is to the right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The time of the run: waits are bars, and polls in virtual time are ticks.
    #[default]
    Time,
    /// One column for each poll: who ran when.
    Step,
}

/// How the timeline is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What is to the right.
    pub by: By,
    /// The columns there are.
    pub width: usize,
    /// Without the characters that only a modern terminal has.
    pub ascii: bool,
    /// With the tasks of libraries.
    pub all: bool,
}

/// Draws the run into `out`. Colours are ANSI sequences; `out` takes them away where
/// nobody wants them.
///
/// # Errors
/// Whatever `out` reports.
pub fn draw(
    story: &Story,
    subject: &Subject,
    settings: Settings,
    mut out: impl Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{} {} {:?}",
        subject.heading,
        story.tasks().len(),
        settings
    )
}
