//! A lesson.
