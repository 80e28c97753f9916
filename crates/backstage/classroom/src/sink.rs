//! Standard output: a buffer of events before it, and its end when no reader is left.

use std::io::{self, ErrorKind, Write};
use std::process;

use recording::protocol::RECORD_SEPARATOR;
use recording::{Event, write_event};

/// Events are written out when this many bytes have gathered, if not before.
const BUFFER_BYTES: usize = 1 << 16;

/// Events on their way to stdout.
#[derive(Default)]
pub(crate) struct Sink {
    buffer: Vec<u8>,
}

impl Sink {
    pub(crate) fn add(&mut self, event: &Event) {
        self.buffer.push(RECORD_SEPARATOR);
        write_event(&mut self.buffer, event).expect("a Vec takes every byte");
        if self.buffer.len() >= BUFFER_BYTES {
            self.flush();
        }
    }

    pub(crate) fn flush(&mut self) {
        if self.buffer.is_empty() {
            return;
        }
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(&self.buffer);
        self.buffer.clear();
        exit_if_closed(written.and_then(|()| stdout.flush()));
    }
}

/// Ends the program with success when the reader of stdout has closed it, as `head`
/// does: it has read enough.
///
/// # Panics
/// Panics if stdout cannot be written to for another reason.
pub(crate) fn exit_if_closed(written: io::Result<()>) {
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => panic!("cannot write to stdout: {error}"),
    }
}
