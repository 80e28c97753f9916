//! Text in columns: escaped, cut, wrapped and padded by the width that a terminal gives it.
//!
//! Widths are those of grapheme clusters: a family of emoji joined into one takes two
//! columns, not eight.

use unicode_segmentation::UnicodeSegmentation;
use unicode_truncate::UnicodeTruncateStr;
use unicode_width::UnicodeWidthStr;

/// Returns the text with its control characters written out, which could move the cursor
/// or change colours, and with those that turn the direction of writing, which could
/// make one text look like another.
pub fn escape_controls(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => escaped.push_str("    "),
            control if control.is_control() => escaped.extend(control.escape_default()),
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => escaped.extend(character.escape_default()),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Escapes each line of a text by [`escape_controls`]; they stay lines.
pub(crate) fn escape_lines(text: &str) -> String {
    let lines = text.split('\n').map(escape_controls).collect::<Vec<_>>();
    lines.join("\n")
}

/// Returns at most `width` columns of the text, escaped, with `…` where it was cut. The
/// text may be of any length: only its beginning is read.
pub fn clip(text: &str, width: usize) -> String {
    // Marks that take no room of their own must not pile up either.
    let most = width.saturating_mul(4).saturating_add(16);
    let head = beginning(text, most);
    let escaped = escape_controls(head);
    if escaped.width() <= width && head.len() == text.len() {
        return escaped;
    }
    let (kept, _) = escaped.unicode_truncate(width.saturating_sub(1));
    let end = if width > 0 { "…" } else { "" };
    format!("{kept}{end}")
}

/// Returns at most `max_chars` characters of the text, escaped. A longer text ends with how
/// much is missing.
pub(crate) fn shorten(text: &str, max_chars: usize) -> String {
    let kept = beginning(text, max_chars);
    escape_controls(kept) + &rest_of(text, kept)
}

/// Shortens a text of several lines as [`shorten`] does; they stay lines.
pub(crate) fn shorten_lines(text: &str, max_chars: usize) -> String {
    let kept = beginning(text, max_chars);
    escape_lines(kept) + &rest_of(text, kept)
}

fn rest_of(text: &str, kept: &str) -> String {
    match text[kept.len()..].chars().count() {
        0 => String::new(),
        more => format!("… ({more} more characters)"),
    }
}

fn beginning(text: &str, max_chars: usize) -> &str {
    let end = text.char_indices().nth(max_chars);
    end.map_or(text, |(end, _)| &text[..end])
}

/// Returns the text in lines of at most `width` columns. Blanks inside and at the
/// beginning of a line that fits are kept: they are part of what a program printed.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        if line.width() <= width {
            lines.push(line.to_owned());
            continue;
        }
        for line in textwrap::wrap(line, width.max(1)) {
            // It adds up the widths of characters, which may be less than the cluster's.
            match line.width() <= width {
                true => lines.push(line.into_owned()),
                false => lines.extend(break_anywhere(&line, width)),
            }
        }
    }
    lines
}

/// Returns the text in rows of at most `width` columns, broken between any two
/// grapheme clusters.
pub fn break_anywhere(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let wide = cluster.width();
        if used > 0 && used + wide > width {
            rows.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(last) = rows.last_mut() {
            last.push_str(cluster);
        }
    }
    rows
}

/// Returns the text with blanks after it up to `width` columns.
pub fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{:missing$}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: &str = "👨‍👩‍👧‍👦";

    #[test]
    fn wide_characters_count_two_columns() {
        assert_eq!(pad("生产：1", 9), "生产：1  ");
        assert_eq!(wrap("请求结束 请求结束", 8), ["请求结束", "请求结束"]);
    }

    #[test]
    fn blanks_of_a_line_that_fits_are_kept() {
        assert_eq!(wrap("Waiting:  1", 20), ["Waiting:  1"]);
        assert_eq!(wrap("  indented\nnext", 20), ["  indented", "next"]);
    }

    /// The width of a cluster may be more than that of its characters, or less.
    #[test]
    fn no_row_is_wider_than_asked_for() {
        for cluster in [FAMILY, "❤\u{fe0f}", "e\u{301}", "🇩🇪", "生"] {
            for count in [1, 39, 40, 41, 100] {
                for row in wrap(&cluster.repeat(count), 40) {
                    assert!(row.width() <= 40, "{} columns: {row}", row.width());
                }
            }
        }
        assert_eq!(break_anywhere(&FAMILY.repeat(3), 4).len(), 2);
    }

    #[test]
    fn escape_sequences_are_shown_and_not_obeyed() {
        assert_eq!(escape_controls("\x1b[2Jgone\x07"), "\\u{1b}[2Jgone\\u{7}");
    }

    #[test]
    fn a_text_of_any_length_is_cut_where_the_column_ends() {
        assert_eq!(clip("short", 5), "short");
        assert_eq!(clip("a longer text", 8), "a longe…");
        assert_eq!(clip("请求结束", 7), "请求结…");
        assert_eq!(clip("请求结束", 6), "请求…");
        assert_eq!(clip(&format!("{FAMILY}{FAMILY}"), 3), format!("{FAMILY}…"));
        assert_eq!(clip("", 0), "");
        assert_eq!(clip("ab", 0), "");
        assert_eq!(clip("\x1b[31m", 20), "\\u{1b}[31m");
        assert_eq!(clip("\u{202e}abc", 20), "\\u{202e}abc");
        let marks = format!("a{}", "\u{301}".repeat(10_000_000));
        assert!(clip(&marks, 10).len() < 200);
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let long = "生".repeat(4005);
        let shown = shorten(&long, 4000);
        assert!(shown.ends_with("生… (5 more characters)"), "{shown}");
        assert_eq!(shown.matches('生').count(), 4000);
    }
}
