//! The terminal that the output goes to.

use std::io;

/// Width of the output where no terminal tells its own, and the minimum that is assumed
/// of one.
pub(crate) const PAGE_WIDTH: usize = 80;

/// The number of columns of the terminal.
pub(crate) fn width() -> usize {
    let width = terminal_size::terminal_size_of(io::stdout())
        .map_or(PAGE_WIDTH, |(width, _)| usize::from(width.0));
    width.max(PAGE_WIDTH)
}
