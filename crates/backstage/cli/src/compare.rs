//! `compare`: the Python twin and the Rust example side by side, and what each costs.

use std::io::{self, IsTerminal, Write};
use std::process::Command;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use recording::protocol::{RunRequest, STUCK_EXIT_CODE};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use textwrap::core::Word;
use textwrap::{Options, WordSeparator};
use unicode_width::UnicodeWidthStr;
use views::columns::{harmless, pad, wrap};

use crate::compile::{Build, compile, compile_program};
use crate::measure::{Measured, measure};
use crate::process::{
    Conditions, command, interrupted, pass_on_interrupts, unexpected_end,
};
use crate::registry::{Example, Lesson, Registry};
use crate::run::program;
use crate::site::Site;
use crate::times::{with_times_of, without_times};
use crate::trouble::Trouble;
use crate::twin::{OLDEST, Python, Twin};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const DIFFERENT: Style = AnsiColor::Yellow.on_default().bold();

/// What stands between the columns, and how wide it is.
const SAME: &str = "│";
const ANOTHER_LINE: &str = "≠";
const ANOTHER_TIME: &str = "≈";
const BETWEEN: usize = 3;

/// Of a long output so many lines are shown, and so much of a long line.
const MOST_LINES: usize = 500;
const LONGEST_LINE: usize = 1_000;

/// In columns narrower than this, code is indented half as deep as in its file.
const ROOMY: usize = 60;

/// How the two are to run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// The columns there are.
    pub(crate) width: usize,
    /// With the optimizations of a release build.
    pub(crate) release: bool,
    /// A program that runs longer is stopped.
    pub(crate) limit: Duration,
}

/// Shows the programs, runs one after the other, and shows what they printed and used.
pub(crate) fn compare(
    registry: &Registry,
    lesson: &Lesson,
    example: &Example,
    settings: Settings,
    out: &mut impl Write,
) -> Result<(), Trouble> {
    let read = |ending: &str| {
        let file = example.file(ending);
        std::fs::read_to_string(registry.root.join(&file))
            .map_err(|error| Trouble::Failed(format!("{file}: {error}")))
    };
    let Some(twin) = Twin::of(registry, example) else {
        return Err(Trouble::Usage(without_twin(example)));
    };
    let rust_text = read("rs")?;
    let python = Python::find().map_err(|why| {
        Trouble::Failed(format!(
            "{why}; compare needs Python {}.{} or newer: https://www.python.org/downloads",
            OLDEST.0, OLDEST.1
        ))
    })?;
    if let Some(package) = python.lacks(&twin) {
        let py = example.file("py");
        return Err(Trouble::Failed(format!(
            "{py} needs {package}: pip install {package}"
        )));
    }
    pass_on_interrupts()?;
    let site = match twin.asks_for_a_site() {
        true => {
            let program = compile_program(registry, "loopback")?;
            Some(Site::start(&program, &twin.text).map_err(Trouble::Failed)?)
        }
        false => None,
    };
    let (build, build_name) = match settings.release {
        true => (Build::Release, "release build"),
        false => (Build::Debug, "debug build"),
    };
    let programs = compile(registry, lesson, Some(example), build)?;
    let program = program(&programs, lesson, example)?;

    let page = Page::new(settings.width);
    page.heading(&lesson.heading(example), &harmless(example.title()), out)?;
    let (py, rs) = (
        format!("{}.py", example.name),
        format!("{}.rs", example.name),
    );
    page.titles(&py, &rs, out)?;
    page.programs(&twin.text, &rust_text, out)?;
    // Sleeps are slept: meanwhile there is something to read.
    out.flush()?;

    let run = |name: &str, command: &Command| {
        let told = io::stderr().is_terminal();
        if told {
            eprint!("running {name} … ");
        }
        let measured = measure(command, settings.limit);
        if told {
            eprint!("\r\x1b[K");
        }
        if interrupted() {
            return Err(Trouble::Interrupted);
        }
        measured.map_err(|error| Trouble::Failed(format!("{name}: {error}")))
    };
    let by_python = run(&py, &python.command(registry, &twin, site.as_ref()))?;
    drop(site);
    let request = RunRequest {
        // It would hang; noticing that is a part of the example.
        watch: example.exit_code() == STUCK_EXIT_CODE,
        ..RunRequest::default()
    };
    let watched = request.watch;
    let rust = command(program, Conditions::default(), request);
    let by_rust = run(&rs, &rust)?;

    writeln!(out)?;
    let names = [
        format!("Python {}.{}", python.version.0, python.version.1),
        format!("Rust ({build_name})"),
    ];
    page.titles(
        &format!("{} prints", names[0]),
        &format!("{} prints", names[1]),
        out,
    )?;
    page.outputs(&by_python.stdout, &by_rust.stdout, out)?;
    writeln!(out)?;
    page.costs(&names, [&by_python, &by_rust], out)?;
    page.conditions(settings.release, watched, out)?;
    let failed = [(py, by_python), (rs, by_rust)].map(|(name, measured)| {
        let how = failure(&measured, example.exit_code())?;
        Some(format!("{name}: {how}"))
    });
    let failed = failed.into_iter().flatten().collect::<Vec<_>>();
    match failed.is_empty() {
        true => Ok(()),
        false => Err(Trouble::Failed(failed.join("; "))),
    }
}

fn without_twin(example: &Example) -> String {
    let reason = example.source.as_ref().ok();
    let reason = reason.and_then(|source| source.no_twin.as_deref());
    match reason {
        Some(reason) => format!(
            "{} has no Python twin to compare with, because {reason}",
            example.name
        ),
        None => format!("there is no {} to compare with", example.file("py")),
    }
}

/// What is wrong with how a program ended, and the last that it complained of.
fn failure(measured: &Measured, expected: i32) -> Option<String> {
    let how = match (&measured.stopped, &measured.cost) {
        (Some(why), _) => format!("it {why}"),
        (None, Some(cost)) => unexpected_end(cost.status(), expected)?,
        (None, None) => return None,
    };
    let lines = measured.stderr.lines();
    let last = lines.map(str::trim).rfind(|line| !line.is_empty());
    Some(match last {
        Some(last) => format!("{how}: {}", shortened(last)),
        None => how,
    })
}

/// A line as it is shown.
fn shortened(line: &str) -> String {
    match line.char_indices().nth(LONGEST_LINE) {
        None => harmless(line),
        Some((end, _)) => format!("{}…", harmless(&line[..end])),
    }
}

/// Two columns, and what fits into them.
struct Page {
    width: usize,
    column: usize,
}

impl Page {
    fn new(width: usize) -> Page {
        Page {
            width,
            column: (width - BETWEEN) / 2,
        }
    }

    fn heading(&self, name: &str, title: &str, out: &mut impl Write) -> io::Result<()> {
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
    fn titles(&self, left: &str, right: &str, out: &mut impl Write) -> io::Result<()> {
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
    fn programs(
        &self,
        python: &str,
        rust: &str,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let python = self.blocks(without_docstring(python));
        let rust = self.blocks(without_header(rust));
        let style = |line: &str| {
            let line = line.trim_start();
            match line.starts_with("//")
                || line.starts_with('#') && !line.starts_with("#[")
            {
                true => DIM,
                false => Style::new(),
            }
        };
        for (left, right) in side_by_side(&python, &rust) {
            self.row(left, SAME, right, style, out)?;
        }
        Ok(())
    }

    fn blocks(&self, lines: Vec<&str>) -> Vec<Block> {
        let mut blocks = blocks(&lines);
        for block in &mut blocks {
            let rows = block.rows.iter();
            let rows = rows.flat_map(|line| wrap_code(&harmless(line), self.column));
            block.rows = rows.collect();
        }
        blocks
    }

    fn outputs(&self, left: &str, right: &str, out: &mut impl Write) -> io::Result<()> {
        let lines = |text: &str| {
            let mut lines = text
                .lines()
                .take(MOST_LINES)
                .map(shortened)
                .collect::<Vec<_>>();
            match text.lines().count().saturating_sub(MOST_LINES) {
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

    fn costs(
        &self,
        names: &[String; 2],
        measured: [&Measured; 2],
        out: &mut impl Write,
    ) -> io::Result<()> {
        let cost = |of: fn(&crate::measure::Cost) -> Option<u64>| {
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

    /// What was measured, in words.
    fn conditions(
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
            true => "The recorder listens, to notice that the tasks are stuck.",
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

/// A title, cut where it does not fit.
fn fitted(title: &str, column: usize) -> String {
    wrap(title, column).into_iter().next().unwrap_or_default()
}

/// Lines that begin with something both programs may have: a function.
#[derive(Debug)]
struct Block {
    /// Of the function or type; empty for what stands before the first.
    name: String,
    rows: Vec<String>,
}

/// The twin without the sentence at its top: it is the title.
fn without_docstring(text: &str) -> Vec<&str> {
    let rest = text.strip_prefix("\"\"\"");
    let rest = rest.and_then(|rest| rest.split_once("\"\"\""));
    let text = rest.map_or(text, |(_, rest)| rest);
    text.trim().lines().collect()
}

/// The example without its header: the title is shown, and the rest is for the course.
fn without_header(text: &str) -> Vec<&str> {
    let lines = text.lines().skip_while(|line| line.starts_with("//!"));
    lines.skip_while(|line| line.trim().is_empty()).collect()
}

/// Cuts a program before each function or type of its outermost level, with what belongs
/// to that: comments, decorators and attributes.
fn blocks(lines: &[&str]) -> Vec<Block> {
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

/// The rows of both, so that blocks of one name begin in one row where their order is
/// the same.
fn side_by_side<'a>(left: &'a [Block], right: &'a [Block]) -> Vec<(&'a str, &'a str)> {
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

/// A line of code in rows: what does not fit goes on below, deeper than it began, and a
/// comment behind it gets rows of its own.
fn wrap_code(line: &str, width: usize) -> Vec<String> {
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
/// blanks, behind an opening bracket or a comma, and before the dot of a method.
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

/// The lines of both outputs in rows, each with the mark for how it is the same.
fn matched<'a>(
    left: &'a [String],
    right: &'a [String],
) -> Vec<(&'a str, &'static str, &'a str)> {
    let keys = |lines: &[String]| {
        let keys = lines.iter().map(|line| without_times(line));
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
    use super::*;

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
        for example in registry.lessons.iter().flat_map(|lesson| &lesson.examples) {
            let read = |ending| {
                std::fs::read_to_string(registry.root.join(example.file(ending)))
            };
            let (Ok(python), Ok(rust)) = (read("py"), read("rs")) else {
                continue;
            };
            seen += 1;
            for width in [80, 97, 120, 200] {
                let page = Page::new(width);
                let mut shown = Vec::new();
                page.programs(&python, &rust, &mut shown).expect("memory");
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
