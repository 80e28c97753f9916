//! Printing: the line goes to stdout, or into the recording.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::process;

use crate::recorder;

/// Prints one line; [`println!`](crate::println) calls this with its place in the source.
///
/// # Panics
/// When stdout cannot be written to, except that a closed pipe ends the program quietly.
pub fn print_line(text: fmt::Arguments<'_>, file: &'static str, line: u32) {
    if recorder::printed(text, file, line) {
        return;
    }
    or_leave(writeln!(io::stdout(), "{text}"));
}

/// Ends the program with success when the reader of stdout has gone away: it has seen
/// what it wanted.
pub(crate) fn or_leave(written: io::Result<()>) {
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => panic!("stdout cannot be written to: {error}"),
    }
}
