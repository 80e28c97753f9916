//! A recording: what happened in a run, one [`Event`] per line of JSON.
//!
//! `classroom` writes recordings, the command line and its views read them; this crate
//! is all they share: the events and their format, and in [`protocol`] how a program is
//! asked for its recording and how it answers.

mod event;
mod json;
pub mod protocol;

pub use event::{
    Clock, Event, EventKind, Frame, MAIN, Outcome, Owner, Place, Stream, TaskKind,
    Wait, Waits, WakeSource, task_name,
};
pub use json::{Damaged, MAX_LINE_BYTES, Reader, to_json, write_event};
