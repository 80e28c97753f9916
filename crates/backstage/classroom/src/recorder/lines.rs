//! What the program prints, and the beginning of a recording.

use std::fmt;

use recording::{Clock, Place, Stream, Waits};
use tokio::runtime::Handle;

use super::panics::record_panics;
use super::record::{open, record_line, writes};
use crate::settings::request;

/// Begins the recording of a run, and returns whether it began: it does not while another
/// run is under way.
pub(crate) fn begin(
    clock: Clock,
    runtime: Option<Handle>,
    waits: Waits,
    place: Place,
) -> bool {
    let first = writes().is_none();
    let began = open(clock, runtime, waits, place);
    if first && writes() == Some(true) {
        record_panics();
    }
    began
}

/// Records a printed line, and returns whether a recording is on.
pub(crate) fn printed(text: fmt::Arguments<'_>, file: &'static str, line: u32) -> bool {
    match writes() {
        Some(true) => {}
        Some(false) => return false,
        None if !request().record => return false,
        // It prints before it has a runtime, without one, or in one of its own making.
        None => {
            let place = Place::new(file, line);
            let (clock, runtime, waits) = match Handle::try_current() {
                Ok(runtime) => (Clock::Real, Some(runtime), Waits::OtherRuntime),
                Err(_) => (request().clock, None, Waits::Recorded),
            };
            begin(clock, runtime, waits, place);
        }
    }
    // Formatted before the lock is taken: a Display may print, or wake a task.
    let text = text.to_string();
    record_line(text, Stream::Stdout, Some(Place::new(file, line)))
}
