//! Printing: the line goes to stdout, or into the recording.

use std::fmt;
use std::io::{self, Write};

use crate::recorder;
use crate::sink::exit_if_closed;

/// Prints one line; [`println!`](crate::println) calls this with its place in the source.
///
/// # Panics
/// Panics if stdout cannot be written to. A closed pipe ends the program quietly.
#[doc(hidden)]
pub fn print_line(text: fmt::Arguments<'_>, file: &'static str, line: u32) {
    if !recorder::printed(text, file, line) {
        exit_if_closed(writeln!(io::stdout(), "{text}"));
    }
}
