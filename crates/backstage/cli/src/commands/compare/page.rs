//! The page of `compare`: two columns, and what fits into them.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use similar::{Algorithm, capture_diff_slices};
use unicode_width::UnicodeWidthStr;
use views::columns::{escape_controls, pad, wrap};

use super::code::{Block, blocks, side_by_side, wrap_code};
use super::measured::{Cost, Measured};
use crate::program::mask::{mask_times, with_times_of};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const DIFFERENT: Style = AnsiColor::Yellow.on_default().bold();

/// The marks between the columns, and the width of one with its blanks.
const SAME: &str = "│";
const ANOTHER_LINE: &str = "≠";
const ANOTHER_TIME: &str = "≈";
const BETWEEN: usize = 3;

/// Limits for displayed output: lines, and characters per line.
const MAX_LINES: usize = 500;
const MAX_LINE_CHARS: usize = 1_000;

/// Two columns of one width.
pub(crate) struct Page {
    width: usize,
    column: usize,
}

impl Page {
    pub(crate) fn new(width: usize) -> Page {
        Page {
            width,
            column: (width - BETWEEN) / 2,
        }
    }

    pub(super) fn heading(
        &self,
        name: &str,
        title: &str,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let gap = self.width.saturating_sub(name.width() + title.width());
        if gap >= 2 {
            return writeln!(out, "{BOLD}{name}{BOLD:#}{:gap$}{title}\n", "");
        }
        writeln!(out, "{BOLD}{name}{BOLD:#}")?;
        for line in wrap(title, self.width) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)
    }

    /// The titles of the columns, and a line below them.
    pub(crate) fn titles(
        &self,
        left: &str,
        right: &str,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let column = self.column;
        let left = pad(&fitted(left, column), column);
        let right = fitted(right, column);
        writeln!(out, "{BOLD}{left}{BOLD:#} {SAME} {BOLD}{right}{BOLD:#}")?;
        let line = "─".repeat(column + 1);
        writeln!(out, "{DIM}{line}┼{line}{DIM:#}")
    }

    fn row(
        &self,
        left: &str,
        between: &str,
        right: &str,
        style: impl Fn(&str) -> Style,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let (a, b) = (style(left), style(right));
        let bar = if between == SAME { DIM } else { DIFFERENT };
        let left = format!("{a}{left}{a:#}{:1$}", "", self.column - left.width());
        if right.is_empty() {
            return writeln!(out, "{left} {bar}{between}{bar:#}");
        }
        writeln!(out, "{left} {bar}{between}{bar:#} {b}{right}{b:#}")
    }

    /// The programs, with functions of the same name beginning in the same row.
    pub(crate) fn programs(
        &self,
        left: &[&str],
        right: &[&str],
        out: &mut impl Write,
    ) -> io::Result<()> {
        let (left, right) = (self.blocks(left), self.blocks(right));
        let style = |line: &str| {
            let line = line.trim_start();
            match line.starts_with("//")
                || line.starts_with('#') && !line.starts_with("#[")
            {
                true => DIM,
                false => Style::new(),
            }
        };
        for (left, right) in side_by_side(&left, &right) {
            self.row(left, SAME, right, style, out)?;
        }
        Ok(())
    }

    fn blocks(&self, lines: &[&str]) -> Vec<Block> {
        let mut blocks = blocks(lines);
        for block in &mut blocks {
            let rows = block.rows.iter();
            let rows =
                rows.flat_map(|line| wrap_code(&escape_controls(line), self.column));
            block.rows = rows.collect();
        }
        blocks
    }

    pub(super) fn outputs(
        &self,
        left: &str,
        right: &str,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let lines = |text: &str| {
            let mut lines = text
                .lines()
                .take(MAX_LINES)
                .map(shortened)
                .collect::<Vec<_>>();
            match text.lines().count().saturating_sub(MAX_LINES) {
                0 => {}
                more => lines.push(format!("({more} more lines)")),
            }
            lines
        };
        let (left, right) = (lines(left), lines(right));
        let mut marks = Vec::new();
        for (left, mark, right) in matched(&left, &right) {
            marks.push(mark);
            let (left, right) = (wrap(left, self.column), wrap(right, self.column));
            for index in 0..left.len().max(right.len()) {
                let of =
                    |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
                let mark = if index == 0 { mark } else { SAME };
                self.row(&of(&left), mark, &of(&right), |_| Style::new(), out)?;
            }
        }
        let meanings = [
            (ANOTHER_LINE, "not the same"),
            (ANOTHER_TIME, "only the measured time is another"),
        ];
        let used = meanings.iter().filter(|(mark, _)| marks.contains(mark));
        let used = used.map(|(mark, meaning)| format!("{mark} {meaning}"));
        let used = used.collect::<Vec<_>>();
        if marks.is_empty() {
            writeln!(out, "{DIM}Neither prints anything.{DIM:#}")
        } else if used.is_empty() {
            writeln!(out, "{DIM}Both print the same.{DIM:#}")
        } else {
            writeln!(out, "{DIM}{}{DIM:#}", used.join("   "))
        }
    }

    pub(super) fn costs(
        &self,
        names: &[String; 2],
        measured: [&Measured; 2],
        watched: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let cost = |of: fn(&Cost) -> Option<u64>| {
            measured.map(|measured| measured.cost.as_ref().and_then(of))
        };
        let rows = [
            (
                "wall time",
                cost(|cost| Some(cost.wall_us)),
                time as fn(u64) -> String,
            ),
            ("CPU time", cost(|cost| cost.cpu_us), time),
            ("peak memory", cost(|cost| cost.peak_bytes), memory),
        ];
        let ratio = "Python : Rust";
        let widths = [&names[0], &names[1]].map(|name| name.width().max(11) + 3);
        writeln!(
            out,
            "{BOLD}{:11}{:>3$}{:>4$}   {ratio}{BOLD:#}",
            "", names[0], names[1], widths[0], widths[1]
        )?;
        for (what, values, shown) in rows {
            let cells = values.map(|value| value.map_or("-".to_owned(), shown));
            let ratio_of = match values {
                _ if watched && what == "wall time" => "-".to_owned(),
                [Some(python), Some(rust)] if rust > 0 => {
                    let ratio = python as f64 / rust as f64;
                    let decimals = if ratio < 10.0 { 1 } else { 0 };
                    format!("{ratio:.decimals$} : 1")
                }
                _ => "-".to_owned(),
            };
            writeln!(
                out,
                "{what:11}{:>3$}{:>4$}   {:>5$}",
                cells[0],
                cells[1],
                ratio_of,
                widths[0],
                widths[1],
                ratio.width()
            )?;
        }
        Ok(())
    }

    /// Describes how the two were measured.
    pub(super) fn conditions(
        &self,
        release: bool,
        watched: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let of_build = match release {
            true => "a release build",
            false => "a debug build, as lessons run it; --release measures the other",
        };
        let recorder = match watched {
            true => {
                "The recorder listens, to notice the deadlock; the twin has a time limit \
                 of its own, so the wall times are not compared."
            }
            false => "No recorder listens.",
        };
        let text = format!(
            "One run of each on the real clock, the twin first: sleeps are slept. CPU time \
             is that of the program and of the system for it. Python's figures include the \
             start of its interpreter. Rust is {of_build}. {recorder}"
        );
        for line in wrap(&text, self.width) {
            writeln!(out, "{DIM}{line}{DIM:#}")?;
        }
        out.flush()
    }
}

/// A line as it is shown.
pub(super) fn shortened(line: &str) -> String {
    match line.char_indices().nth(MAX_LINE_CHARS) {
        None => escape_controls(line),
        Some((end, _)) => format!("{}…", escape_controls(&line[..end])),
    }
}

/// A title, cut where it does not fit.
fn fitted(title: &str, column: usize) -> String {
    wrap(title, column).into_iter().next().unwrap_or_default()
}

/// The lines of both outputs in rows, each with the mark for how it is the same.
fn matched<'a>(
    left: &'a [String],
    right: &'a [String],
) -> Vec<(&'a str, &'static str, &'a str)> {
    let keys = |lines: &[String]| {
        let keys = lines.iter().map(|line| mask_times(line));
        keys.collect::<Vec<_>>()
    };
    let mark = |left: &str, right: &str| {
        if left == right {
            SAME
        } else if with_times_of(left, right) == left {
            ANOTHER_TIME
        } else {
            ANOTHER_LINE
        }
    };
    let mut rows = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(left), &keys(right)) {
        let (left, right) = (&left[op.old_range()], &right[op.new_range()]);
        for index in 0..left.len().max(right.len()) {
            rows.push(match (left.get(index), right.get(index)) {
                (Some(left), Some(right)) => {
                    (left.as_str(), mark(left, right), right.as_str())
                }
                (Some(left), None) => (left.as_str(), ANOTHER_LINE, ""),
                (None, right) => ("", ANOTHER_LINE, right.map_or("", String::as_str)),
            });
        }
    }
    rows
}

fn time(microseconds: u64) -> String {
    match microseconds {
        0..10_000 => format!("{:.1} ms", microseconds as f64 / 1e3),
        10_000..1_000_000 => format!("{:.0} ms", microseconds as f64 / 1e3),
        _ => format!("{:.2} s", microseconds as f64 / 1e6),
    }
}

fn memory(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}

#[cfg(test)]
mod tests {
    use super::super::code::{without_docstring, without_header};
    use super::*;
    use crate::course::{Registry, read_text};

    /// The text without its blanks and the marks that wrapped comments repeat.
    fn letters(text: &str) -> String {
        text.chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '/' | '#'))
            .collect()
    }

    /// Every program of the course that has a twin, at several widths: no row is too
    /// wide, and no letter is lost.
    #[test]
    fn all_twins_fit_and_stay_whole() {
        let registry = Registry::load().expect("we are in the course");
        let mut seen = 0;
        for (_, example) in registry.examples() {
            let read = |ending| read_text(&registry.root.join(example.file(ending)));
            let (Ok(python), Ok(rust)) = (read("py"), read("rs")) else {
                continue;
            };
            seen += 1;
            for width in [80, 97, 120, 200] {
                let page = Page::new(width);
                let mut shown = Vec::new();
                page.programs(
                    &without_docstring(&python),
                    &without_header(&rust),
                    &mut shown,
                )
                .expect("memory");
                let shown = anstream::adapter::strip_bytes(&shown).into_vec();
                let shown = String::from_utf8(shown).expect("text");
                let mut columns = [String::new(), String::new()];
                for row in shown.lines() {
                    assert!(row.width() <= width, "{}: {row}", example.name);
                    let (left, right) = row.split_once(" │").expect("two columns");
                    assert_eq!(left.width(), page.column, "{}: {row}", example.name);
                    columns[0].push_str(left);
                    columns[1].push_str(right);
                }
                let whole = [without_docstring(&python), without_header(&rust)];
                for (column, whole) in columns.iter().zip(whole) {
                    let whole = letters(&whole.join("\n"));
                    assert_eq!(letters(column), whole, "{}", example.name);
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }
}
