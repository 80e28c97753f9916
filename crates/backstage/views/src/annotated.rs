//! The annotated view: each line of output with its time, its task, and why it came now.
//!
//! The rows come as the program prints, on the real clock. On the virtual clock nothing
//! waits: there the first rows are held back, so that all times of the run are known
//! before the first is written.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use recording::{Clock, Event, Stream, task_name};
use unicode_width::UnicodeWidthStr;

use crate::columns::{escape_controls, escape_lines, pad, wrap};
use crate::explain::missing_waits;
use crate::printed::PrintedLines;
use crate::subject::Subject;
use crate::time::TimeFormat;
use crate::timeline::task_style;
use crate::words::{NO_RUNTIME, counted, took};

const DIM: Style = Style::new().dimmed();
/// Minimum width of the times.
const MIN_TIME: usize = 6;
const GAP: usize = 2;
/// Minimum widths of the output and of the annotations.
const MIN_OUTPUT: usize = 16;
const MIN_WHY: usize = 20;
/// Maximum number of rows that are held back on the virtual clock.
const MAX_HELD_BACK: usize = 1_000;

/// The view's plan, made before the run begins.
pub struct Plan {
    /// The program.
    pub subject: Subject,
    /// Its output when it was last blessed, for the width of its lines.
    pub expected: Option<String>,
    /// Whether it is meant to run on the real clock: then its times are good to a tenth.
    pub real_clock: bool,
    /// Number of columns.
    pub width: usize,
}

/// The view of one run; it writes to `out` as the events come in.
pub struct Annotated<W> {
    plan: Plan,
    out: W,
    columns: Columns,
    lines: PrintedLines,
    /// Whether a line came past the recorder.
    bypassed: bool,
    printed: bool,
    /// The rows that wait for the format of the times; `None` once it is known.
    held_back: Option<Vec<Row>>,
    times: BTreeSet<u64>,
    time: TimeFormat,
    now_us: u64,
}

struct Columns {
    time: usize,
    task: usize,
    output: usize,
    why: usize,
}

/// The row of one printed line.
struct Row {
    at_us: Option<u64>,
    name: String,
    style: Style,
    output: String,
    /// Why it came now; `None` for a message, which takes the room of both columns.
    why: Option<String>,
}

impl<W: Write> Annotated<W> {
    /// Writes the heading, and returns the view that takes the events.
    ///
    /// # Errors
    /// Returns any error from writing to `out`.
    pub fn begin(plan: Plan, mut out: W) -> io::Result<Self> {
        plan.subject.write_heading(plan.width, &mut out)?;
        Ok(Annotated {
            columns: Columns::fit(&plan, MIN_TIME),
            plan,
            out,
            lines: PrintedLines::default(),
            bypassed: false,
            printed: false,
            held_back: Some(Vec::new()),
            times: BTreeSet::new(),
            time: TimeFormat::with(2),
            now_us: 0,
        })
    }

    /// Takes the times of a whole run that is over, in microseconds: then no row is held
    /// back.
    pub fn expect_times(&mut self, clock: Clock, times: impl IntoIterator<Item = u64>) {
        self.times.extend(times);
        self.settle(Some(clock));
        self.held_back = None;
    }

    /// Takes the next event of the run.
    ///
    /// # Errors
    /// Returns any error from writing to `out`.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        self.now_us = self.now_us.max(event.at_us);
        if self.held_back.is_some() {
            self.times.insert(event.at_us);
        }
        let Some(line) = self.lines.event(event, &self.plan.subject) else {
            return Ok(());
        };
        let output = escape_lines(&line.text);
        self.row(match line.stream {
            Stream::Stdout => Row {
                at_us: Some(line.at_us),
                name: task_name(line.task),
                style: task_style(line.task),
                output,
                why: Some(line.why),
            },
            Stream::Stderr => Row {
                at_us: Some(line.at_us),
                name: "stderr".to_owned(),
                style: AnsiColor::Red.on_default(),
                output,
                why: None,
            },
        })
    }

    /// Takes a line that the program printed past the recorder.
    ///
    /// # Errors
    /// Returns any error from writing to `out`.
    pub fn other(&mut self, text: &str) -> io::Result<()> {
        let why = match std::mem::replace(&mut self.bypassed, true) {
            true => "",
            false => "printed with std's println!, so the task is unknown",
        };
        self.row(Row {
            at_us: None,
            name: "?".to_owned(),
            style: Style::new(),
            output: escape_controls(text),
            why: Some(why.to_owned()),
        })
    }

    fn row(&mut self, row: Row) -> io::Result<()> {
        let clock = self.lines.clock().unwrap_or(Clock::Real);
        if let Some(rows) = &mut self.held_back {
            rows.push(row);
            if clock == Clock::Virtual && rows.len() < MAX_HELD_BACK {
                return Ok(());
            }
            return self.release();
        }
        self.write(&row)
    }

    /// Decides how times are written, by those of the run so far.
    fn settle(&mut self, clock: Option<Clock>) {
        let times = std::mem::take(&mut self.times);
        let end_us = times.last().copied().unwrap_or_default().max(self.now_us);
        self.time = match clock {
            _ if self.plan.real_clock => TimeFormat::with(1),
            Some(Clock::Virtual) => TimeFormat::fitting(Clock::Virtual, times),
            _ => TimeFormat::with(2),
        };
        let last = self.time.seconds(end_us).len();
        self.columns = Columns::fit(&self.plan, last.max(MIN_TIME));
    }

    /// Writes the rows that waited for the format of the times.
    fn release(&mut self) -> io::Result<()> {
        let Some(rows) = self.held_back.take() else {
            return Ok(());
        };
        self.settle(self.lines.clock());
        for row in rows {
            self.write(&row)?;
        }
        Ok(())
    }

    fn write(&mut self, row: &Row) -> io::Result<()> {
        if !std::mem::replace(&mut self.printed, true) {
            self.line("time", "task", DIM, "output", DIM, "why now")?;
        }
        let time = row.at_us.map(|at_us| self.time.seconds(at_us));
        let time = time.unwrap_or_default();
        let Columns { output, why, .. } = self.columns;
        let (output, why) = match &row.why {
            Some(text) => (wrap(&row.output, output), wrap(text, why)),
            None => (wrap(&row.output, output + GAP + why), Vec::new()),
        };
        for index in 0..output.len().max(why.len()) {
            let of = |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
            let (output, why) = (of(&output), of(&why));
            match index {
                0 => {
                    self.line(
                        &time,
                        &row.name,
                        row.style,
                        &output,
                        Style::new(),
                        &why,
                    )?;
                }
                _ => self.line("", "", Style::new(), &output, Style::new(), &why)?,
            }
        }
        // Flush: in class each line must appear as it is printed.
        self.out.flush()
    }

    fn line(
        &mut self,
        time: &str,
        name: &str,
        style: Style,
        output: &str,
        text: Style,
        why: &str,
    ) -> io::Result<()> {
        let task = pad(name, self.columns.task);
        let gap = " ".repeat(GAP);
        let width = self.columns.time;
        let lead = format!("{DIM}{time:>width$}{DIM:#}{gap}{style}{task}{style:#}");
        match (output, why) {
            // A program may print empty lines.
            ("", "") => {
                let line = format!("{time:>width$}{gap}{name}");
                writeln!(self.out, "{}", line.trim_end())
            }
            (_, "") => writeln!(self.out, "{lead}{gap}{text}{output}{text:#}"),
            _ => {
                let output = pad(output, self.columns.output);
                let output = format!("{text}{output}{text:#}");
                writeln!(self.out, "{lead}{gap}{output}{gap}{DIM}{why}{DIM:#}")
            }
        }
    }

    /// Writes the sum of the run, and the next command if there is one.
    ///
    /// # Errors
    /// Returns any error from writing to `out`.
    pub fn end(mut self, next: Option<&str>) -> io::Result<()> {
        self.release()?;
        if !self.printed {
            writeln!(self.out, "{:MIN_TIME$}{:GAP$}(prints nothing)", "", "")?;
        }
        let missing = missing_waits(self.lines.waits());
        let mut summary = vec![match missing {
            Some(missing) => missing.to_owned(),
            None => {
                // `main` is one of them. What a library does for itself is not.
                let tasks = (0..).zip(self.lines.tasks()).filter(|(task, record)| {
                    record.is_of_program() || self.lines.printers().contains(task)
                });
                // A program without a runtime is one task too, if it prints.
                match tasks.count().max(self.lines.printers().len().min(1)) {
                    0 => NO_RUNTIME.to_owned(),
                    tasks => counted(tasks, "task"),
                }
            }
        }];
        let slept = (self.lines.slept_us() > 0)
            .then(|| self.time.seconds(self.lines.slept_us()));
        summary.push(took(&self.time.seconds(self.now_us), slept.as_deref()));
        let summary = summary.join(" · ");
        let next = next.map(|next| format!("next: {next}"));
        // A command that breaks over two lines cannot be copied.
        let lines = match &next {
            Some(next) if summary.width() + 3 + next.width() <= self.plan.width => {
                format!("{summary} · {next}")
            }
            Some(next) => format!("{summary}\n{next}"),
            None => summary,
        };
        for line in wrap(&lines, self.plan.width) {
            writeln!(self.out, "{DIM}{line}{DIM:#}")?;
        }
        self.out.flush()
    }
}

impl Columns {
    fn fit(plan: &Plan, time: usize) -> Columns {
        let task = "task 10".width();
        let taken = time + GAP + task + GAP + GAP;
        let room = plan.width.saturating_sub(taken);
        let widest = |text: &str| text.lines().map(UnicodeWidthStr::width).max();
        let wanted = plan.expected.as_deref().and_then(widest).unwrap_or(30);
        let max = room.saturating_sub(MIN_WHY).max(MIN_OUTPUT);
        let output = wanted.clamp(MIN_OUTPUT, max);
        Columns {
            time,
            task,
            output,
            why: room.saturating_sub(output).max(1),
        }
    }
}
