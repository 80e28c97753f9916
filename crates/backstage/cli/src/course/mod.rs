//! The course: its lessons and examples, how they are found, and what their texts say.

mod awaits;
mod elsewhere;
mod find;
mod header;
mod lookup;
mod note;
mod registry;
mod source;
mod tokens;

pub(crate) use awaits::{Position, awaited_at};
pub(crate) use header::Header;
pub(crate) use lookup::{Entry, nearest};
pub(crate) use note::{Section, sections};
pub(crate) use registry::{Broken, Example, Lesson, Registry, read_text};
pub(crate) use source::{MAX_LINE_WIDTH, Source};
pub(crate) use tokens::{without_comments, words_of};
