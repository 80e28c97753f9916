//! A recording: what happened in a run, one [`Event`] per line of JSON.
//!
//! `classroom` writes recordings, the views of `lesson` read them; this crate is all
//! they share. Every event has the time `at_us` (microseconds of the run's own clock),
//! the `task` it is about, what happened, and the line of source that caused it.

mod event;
mod json;

pub use event::{Clock, Event, How, Place, Stream, TaskKind, Waker, What, task_name};
pub use json::{Damaged, LONGEST_LINE, Reader, to_json, write_event};
