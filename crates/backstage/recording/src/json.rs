//! Events as JSON Lines: writing one, and reading a recording line by line.
//!
//! The reader holds one line at a time. Fields it does not know are skipped: a later
//! version may add some.

use std::fmt;
use std::io::{self, BufRead, Read, Write};

use crate::Event;

/// Maximum length of a line, in bytes. A longer one is damage or an attack.
pub const MAX_LINE_BYTES: u64 = 1 << 20;

/// Writes one event and the end of its line to `out`.
///
/// # Errors
/// Returns any error from writing to `out`.
pub fn write_event(mut out: impl Write, event: &Event) -> io::Result<()> {
    serde_json::to_writer(&mut out, event)?;
    out.write_all(b"\n")
}

/// Returns the event as one line of JSON, without the line end.
pub fn to_json(event: &Event) -> String {
    serde_json::to_string(event).expect("an event has only text keys and plain values")
}

/// A line of a recording that cannot be read.
#[derive(Debug)]
pub struct Damaged {
    /// The number of the line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the recording: {}", self.line, self.why)
    }
}

impl std::error::Error for Damaged {}

/// Reads a recording event by event. It ends after the first damaged line.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    line: u64,
    buffer: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> Reader<R> {
    /// A reader of the recording that comes from `input`.
    pub fn new(input: R) -> Self {
        Reader {
            input,
            line: 0,
            buffer: Vec::new(),
            ended: false,
        }
    }

    fn read(&mut self) -> Result<Option<Event>, String> {
        self.buffer.clear();
        let read = Read::by_ref(&mut self.input)
            .take(MAX_LINE_BYTES + 1)
            .read_until(b'\n', &mut self.buffer)
            .map_err(|error| error.to_string())?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if read as u64 > MAX_LINE_BYTES {
            return Err(format!("it is longer than {MAX_LINE_BYTES} bytes"));
        }
        // A whole recording ends with a line end; without it the rest was cut off.
        if self.buffer.pop() != Some(b'\n') {
            return Err("it breaks off in the middle".to_owned());
        }
        serde_json::from_slice(&self.buffer)
            .map(Some)
            .map_err(|error| {
                // The line is named already, and a column means little to a reader.
                let place =
                    format!(" at line {} column {}", error.line(), error.column());
                error.to_string().replace(&place, "")
            })
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Event, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.read() {
            Ok(Some(event)) => Some(Ok(event)),
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(why) => {
                self.ended = true;
                Some(Err(Damaged {
                    line: self.line.max(1),
                    why,
                }))
            }
        }
    }
}
