//! The source of two programs in two columns: functions of one name side by side, and
//! lines of code broken where a reader would.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use textwrap::core::Word;
use textwrap::{Options, WordSeparator};
use unicode_width::UnicodeWidthStr;

/// In columns narrower than this, code is indented half as deep as in its file.
const ROOMY: usize = 60;

/// Lines that begin with something both programs may have: a function.
#[derive(Debug)]
pub(super) struct Block {
    /// Name of the function or type; empty for what comes before the first.
    name: String,
    pub(super) rows: Vec<String>,
}

/// The twin without the sentence at its top: it is the title.
pub(super) fn without_docstring(text: &str) -> Vec<&str> {
    let rest = text.strip_prefix("\"\"\"");
    let rest = rest.and_then(|rest| rest.split_once("\"\"\""));
    let text = rest.map_or(text, |(_, rest)| rest);
    text.trim().lines().collect()
}

/// The example without its header: the title is shown, and the rest is for the course.
pub(crate) fn without_header(text: &str) -> Vec<&str> {
    let lines = text.lines().skip_while(|line| line.starts_with("//!"));
    lines.skip_while(|line| line.trim().is_empty()).collect()
}

/// Cuts a program before each function or type of its outermost level, with what belongs
/// to that: comments, decorators and attributes.
pub(super) fn blocks(lines: &[&str]) -> Vec<Block> {
    let belongs = |line: &str| line.starts_with(['#', '@']) || line.starts_with("//");
    let mut starts = vec![(0, String::new())];
    for (index, line) in lines.iter().enumerate() {
        if let Some(name) = defined(line) {
            let above = lines[..index].iter().rev().take_while(|line| belongs(line));
            let start = index - above.count();
            if start == 0 {
                starts.clear();
            }
            starts.push((start, name));
        }
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start);
    let ends = ends.chain([lines.len()]).collect::<Vec<_>>();
    let ranges = starts.into_iter().zip(ends);
    ranges
        .map(|((start, name), end)| Block {
            name,
            rows: lines[start..end]
                .iter()
                .map(|line| (*line).to_owned())
                .collect(),
        })
        .collect()
}

/// The name of what a line of the outermost level defines.
fn defined(line: &str) -> Option<String> {
    let mut words = line
        .split(' ')
        .skip_while(|word| matches!(*word, "async" | "pub" | "const" | "unsafe"));
    let kind = words.next()?;
    if !matches!(kind, "def" | "class" | "fn" | "struct" | "enum") {
        return None;
    }
    let name = words.next()?;
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
    Some(name[..end.unwrap_or(name.len())].to_lowercase())
}

/// The rows of both. Blocks of one name begin in one row where their order is the same.
pub(super) fn side_by_side<'a>(
    left: &'a [Block],
    right: &'a [Block],
) -> Vec<(&'a str, &'a str)> {
    let names = |blocks: &'a [Block]| {
        let names = blocks.iter().map(|block| block.name.as_str());
        names.collect::<Vec<_>>()
    };
    let mut rows = Vec::new();
    for op in capture_diff_slices(Algorithm::Lcs, &names(left), &names(right)) {
        let pairs = match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => (0..len)
                .map(|index| {
                    (
                        &left[old_index + index..][..1],
                        &right[new_index + index..][..1],
                    )
                })
                .collect(),
            other => vec![(&left[other.old_range()], &right[other.new_range()])],
        };
        for (left, right) in pairs {
            let mut left = left.iter().flat_map(|block| &block.rows);
            let mut right = right.iter().flat_map(|block| &block.rows);
            loop {
                let row = (left.next(), right.next());
                if row == (None, None) {
                    break;
                }
                let of = |row: Option<&'a String>| row.map_or("", String::as_str);
                rows.push((of(row.0), of(row.1)));
            }
        }
    }
    rows
}

/// A line of code in rows: what does not fit continues below, indented deeper, and a
/// comment after it gets rows of its own.
pub(crate) fn wrap_code(line: &str, width: usize) -> Vec<String> {
    let code = line.trim_start();
    let mut indent = line.len() - code.len();
    if width < ROOMY {
        indent /= 2;
    }
    // Far to the right there is no room to go deeper.
    let indent = " ".repeat(indent.min(width / 2));
    if indent.width() + code.width() <= width {
        return vec![format!("{indent}{code}")];
    }
    let deeper = format!("{indent}{}", if width < ROOMY { "  " } else { "    " });
    let rows = |text: &str, first: &str, rest: &str| {
        let options = Options::new(width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_separator(WordSeparator::Custom(pieces));
        let rows = textwrap::wrap(text, options).into_iter();
        rows.map(|row| row.into_owned()).collect::<Vec<_>>()
    };
    for mark in ["// ", "# "] {
        if let Some(comment) = code.strip_prefix(mark) {
            let indent = format!("{indent}{mark}");
            return rows(comment, &indent, &indent);
        }
        let behind = code.rfind(&format!(" {mark}"));
        if let Some(at) = behind {
            let comment = format!("{deeper}{mark}");
            let mut all = rows(code[..at].trim_end(), &indent, &deeper);
            all.extend(rows(&code[at + 1 + mark.len()..], &comment, &comment));
            return all;
        }
    }
    rows(code, &indent, &deeper)
}

/// The pieces of a line of code that stay whole as long as they fit: it is broken at
/// blanks, after an opening bracket or a comma, and before the dot of a method.
fn pieces(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut starts = vec![0];
    let mut before = ' ';
    let mut characters = line.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map_or(' ', |(_, after)| *after);
        let here = match character {
            ' ' => false,
            '.' => before != ' ' && before != '.' && after.is_alphabetic(),
            _ => matches!(before, ' ' | '(' | '[' | ','),
        };
        if here && at > 0 {
            starts.push(at);
        }
        before = character;
    }
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    let ends = ends.collect::<Vec<_>>();
    let words = starts.into_iter().zip(ends);
    Box::new(words.map(|(start, end)| Word::from(&line[start..end])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_one_name_begin_in_one_row() {
        let python =
            blocks(&["import a", "", "# bakes", "async def bake():", "    pass"]);
        let rust = blocks(&["use a;", "use b;", "use c;", "async fn bake() {}"]);
        let rows = side_by_side(&python, &rust);
        assert!(
            rows.contains(&("# bakes", "async fn bake() {}")),
            "{rows:?}"
        );
        assert_eq!(rows.len(), 6);
    }

    #[test]
    fn code_is_broken_where_a_reader_would() {
        let line =
            "    posters.spawn(print_poster(number, Arc::clone(&printers))); // now";
        assert_eq!(
            wrap_code(line, 38),
            [
                "  posters.spawn(print_poster(number, ",
                "    Arc::clone(&printers)));",
                "    // now",
            ]
            .map(str::trim_end)
        );
    }
}
