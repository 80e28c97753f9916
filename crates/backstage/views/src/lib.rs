//! The views of a recording: the annotated output as it comes in, the timelines of a run
//! (in a terminal, as an SVG picture, as a trace), and what players need to step through
//! it.
//!
//! A recording is interpreted once: [`Story`] reads and checks it, [`Story::spans`] and
//! [`Replay`] give the states of its tasks. It is explained once: [`explain`] says what
//! happens at a step, and [`describe`] describes the whole run.

pub mod annotated;
pub mod columns;
pub mod html;
pub mod perfetto;
pub mod svg;
pub mod timeline;
pub mod tree;

mod axis;
mod capabilities;
mod deck;
mod describe;
mod explain;
mod layout;
mod palette;
mod printed;
mod replay;
mod states;
mod story;
mod subject;
mod time;
mod words;

pub use axis::By;
pub use capabilities::Capabilities;
pub use deck::{Deck, Slide};
pub use describe::describe;
pub use explain::{Explanation, explain, state_words};
pub use palette::task_colour;
pub use printed::{PrintedLine, PrintedLines};
pub use replay::{Replay, Stop};
pub use states::{Moment, Part, Phase, Reason, Span, Spans, State, Waker};
pub use story::{
    Await, Owner, RecordingError, Stack, Step, StepKind, Story, TaskRecord, Text, Wait,
};
pub use subject::{HeadingRow, Subject};
pub use words::counted;
