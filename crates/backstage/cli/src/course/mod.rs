//! The course: its lessons and examples, how they are found, and what their texts say.

mod awaits;
mod elsewhere;
mod find;
mod header;
mod lookup;
mod registry;
mod source;
mod tokens;

pub(crate) use awaits::{Position, awaited_at};
pub(crate) use lookup::Entry;
pub(crate) use registry::{Broken, Example, Lesson, Registry, read_text};
pub(crate) use source::MAX_LINE_WIDTH;
