//! Views of a recorded run. They read a recording, and know nothing of the lesson behind
//! it: a [`Story`] is what they all draw.
//!
//! Nothing that stands in a recording reaches a terminal or a page as it is: see
//! [`columns::harmless`].

pub mod annotated;
mod axis;
pub mod columns;
pub mod html;
mod layout;
pub mod perfetto;
mod replay;
pub mod sentence;
mod story;
mod subject;
pub mod svg;
pub mod timeline;
mod words;

pub use replay::{Doing, Replay, Slept, Stop};
pub use story::{
    MOST_EVENTS, MOST_TEXT, Moment, Part, Refused, Span, Spans, State, Step, StepKind,
    Story, TaskStory, Text,
};
pub use subject::Subject;
pub use words::describe;
