//! Views of a run. They read a recording, and know nothing of the lesson behind it.

pub(crate) mod annotated;
pub(crate) mod columns;
