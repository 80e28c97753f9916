//! Text in columns: wide characters count two, long text wraps below itself.

use unicode_width::UnicodeWidthStr;

/// The text as it may be shown: control characters, which could move the cursor or
/// change colours, are written out, and so are those that turn the direction of
/// writing, which could make one text look like another.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => shown.push_str("    "),
            control if control.is_control() => shown.extend(control.escape_default()),
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => shown.extend(character.escape_default()),
            other => shown.push(other),
        }
    }
    shown
}

/// The same of a text of several lines, which stay lines.
pub fn harmless_lines(text: &str) -> String {
    let lines = text.split('\n').map(harmless).collect::<Vec<_>>();
    lines.join("\n")
}

/// The text in lines of at most `width` columns. Blanks inside and at the beginning of
/// a line that fits are kept: they are part of what a program printed.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        if line.width() <= width {
            lines.push(line.to_owned());
        } else {
            let wrapped = textwrap::wrap(line, width.max(1));
            lines.extend(wrapped.into_iter().map(|line| line.into_owned()));
        }
    }
    lines
}

/// The text with blanks behind it up to `width` columns.
pub fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{:missing$}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn escape_sequences_are_shown_and_not_obeyed() {
        assert_eq!(harmless("\x1b[2Jgone\x07"), "\\u{1b}[2Jgone\\u{7}");
    }
}
