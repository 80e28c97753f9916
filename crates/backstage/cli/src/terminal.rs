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

/// Whether the locale can show more than ASCII. If none is named, it is assumed to.
pub(crate) fn has_unicode() -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|locale| !locale.is_empty());
    named.is_none_or(|locale| {
        let locale = locale.to_string_lossy().to_lowercase();
        cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8")
    })
}
