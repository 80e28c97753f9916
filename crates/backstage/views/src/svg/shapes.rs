//! The shapes of the picture, appended to a path or to the body.

use std::fmt::Write as _;

use crate::words::mark_letter;

/// The radius of a mark.
pub(super) const RADIUS: usize = 9;

/// A box on a lane whose middle is `y`.
pub(super) fn boxed(path: &mut String, x: usize, y: usize, length: usize, half: usize) {
    let height = 2 * half;
    let _ = write!(path, "M{x} {}h{length}v{height}h-{length}z", y - half);
}

pub(super) fn done(path: &mut String, x: usize, y: usize) {
    let _ = write!(path, "M{x} {y}l4 5l7-11");
}

pub(super) fn cancelled(path: &mut String, x: usize, y: usize) {
    let _ = write!(path, "M{x} {}l10 10m0-10l-10 10", y - 5);
}

pub(super) fn panicked(path: &mut String, x: usize, y: usize) {
    let _ = write!(path, "M{} {}v8m0 2v3", x + 3, y - 6);
}

pub(super) fn open(path: &mut String, x: usize, y: usize) {
    let _ = write!(path, "M{x} {}l10 6l-10 6z", y - 6);
}

pub(super) fn mark_at(body: &mut String, x: usize, y: usize, mark: u32) {
    let letter = mark_letter(mark).unwrap_or('•');
    let _ = writeln!(
        body,
        "<circle class=\"o\" cx=\"{x}\" cy=\"{y}\" r=\"{RADIUS}\"/>\
         <text x=\"{x}\" y=\"{}\" class=\"m\">{letter}</text>",
        y + 4,
    );
}
