//! The annotated view: each line of output with its time, its task, and why it came now.
//!
//! The reason is the comment beside the `println!`. A comment that has been shown is not
//! repeated; what stands there instead is what the recording knows of the poll the line
//! was printed in: the first one, or who woke the task.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use recording::{
    Clock, Event, EventKind, Stream, TaskKind, Wait, Waits, WakeSource, task_name,
};
use unicode_width::UnicodeWidthStr;

use crate::Subject;
use crate::columns::{harmless, harmless_lines, pad, wrap};
use crate::words::{NO_RUNTIME, WAITS_NOT_RECORDED, counted, took};

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
const TIME_WIDTH: usize = 6;
const GAP: usize = 2;
/// Output is given at least this much room, and annotations too.
const LEAST_OUTPUT: usize = 16;
const LEAST_WHY: usize = 20;

/// What the view needs to know before the run begins.
pub struct Plan {
    /// The program.
    pub subject: Subject,
    /// What it printed when it was last blessed: says how wide its lines are.
    pub expected: Option<String>,
    /// It is meant to run on the real clock: its times are good to a tenth.
    pub real_clock: bool,
    /// The number of columns there are.
    pub width: usize,
}

/// The view of one run; it writes to `out` as the events come in.
pub struct Annotated<W> {
    plan: Plan,
    out: W,
    columns: Columns,
    tasks: BTreeMap<u32, Task>,
    shown: BTreeSet<u32>,
    /// The tasks that libraries spawned for themselves.
    libraries: BTreeSet<u32>,
    printed: bool,
    passed_by: bool,
    waits_recorded: bool,
    clock: Clock,
    now_us: u64,
    slept_us: u64,
}

struct Columns {
    task: usize,
    output: usize,
    why: usize,
}

#[derive(Default)]
struct Task {
    library: bool,
    printed: bool,
    /// Why it is being polled, until a line was printed in this poll.
    reason: Option<Reason>,
    woken: Option<Reason>,
    polled: bool,
    /// Since when it waits for nothing but the clock.
    asleep_since: Option<u64>,
}

#[derive(Clone, Copy)]
enum Reason {
    FirstPoll,
    Yielded,
    WokenByLibrary,
    Woken(Option<WakeSource>),
}

impl<W: Write> Annotated<W> {
    /// Writes the heading, and returns the view that takes the events.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn begin(plan: Plan, mut out: W) -> io::Result<Self> {
        let columns = Columns::fit(&plan);
        let Subject { heading, title, .. } = &plan.subject;
        let room = plan.width.saturating_sub(heading.width() + GAP);
        if title.width() <= room {
            let gap = plan.width - heading.width() - title.width();
            writeln!(out, "{BOLD}{heading}{BOLD:#}{:gap$}{title}", "")?;
        } else {
            writeln!(out, "{BOLD}{heading}{BOLD:#}")?;
            for line in wrap(title, plan.width) {
                writeln!(out, "{line}")?;
            }
        }
        Ok(Annotated {
            plan,
            out,
            columns,
            tasks: BTreeMap::new(),
            shown: BTreeSet::new(),
            libraries: BTreeSet::new(),
            printed: false,
            passed_by: false,
            waits_recorded: true,
            clock: Clock::Real,
            now_us: 0,
            slept_us: 0,
        })
    }

    /// Takes the next event of the run.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        self.now_us = self.now_us.max(event.at_us);
        if let EventKind::Printed { text, stream } = &event.kind {
            return self.print(event, text, *stream);
        }
        let libraries = &self.libraries;
        let task = self.tasks.entry(event.task).or_default();
        match &event.kind {
            EventKind::Began { clock, waits } => {
                self.clock = *clock;
                self.waits_recorded = *waits == Waits::Recorded;
            }
            EventKind::Spawned { kind, owner, .. } => {
                task.library = !owner.is_program() || *kind == TaskKind::Thread;
                if !owner.is_program() {
                    self.libraries.insert(event.task);
                }
            }
            EventKind::Polled => {
                let first = !std::mem::replace(&mut task.polled, true);
                let woken = task.woken.take();
                task.reason = match woken {
                    Some(reason) => Some(reason),
                    None => first.then_some(Reason::FirstPoll),
                };
            }
            EventKind::Waiting { on, .. } => {
                // How long a library sleeps is its own affair.
                let sleeps = matches!(on, Some(Wait::Sleep { .. }));
                if sleeps && !task.library && task.asleep_since.is_none() {
                    task.asleep_since = Some(event.at_us);
                }
            }
            EventKind::Yielded => task.woken = Some(Reason::Yielded),
            EventKind::Woken { by } => {
                // A task that is not shown is no name to give.
                let by_library = matches!(by, Some(WakeSource::Task(waker)) if libraries
                    .contains(waker));
                if let Some(since) = task.asleep_since.take() {
                    self.slept_us += event.at_us.saturating_sub(since);
                }
                task.woken = Some(match by_library {
                    true => Reason::WokenByLibrary,
                    false => Reason::Woken(*by),
                });
            }
            EventKind::Finished { .. } => {
                if let Some(since) = task.asleep_since.take() {
                    self.slept_us += event.at_us.saturating_sub(since);
                }
            }
            EventKind::Printed { .. } => {}
        }
        Ok(())
    }

    fn print(&mut self, event: &Event, text: &str, stream: Stream) -> io::Result<()> {
        let place = event.place.as_ref();
        let line = place
            .filter(|place| place.file == self.plan.subject.file)
            .map(|place| place.line);
        let comment = line.and_then(|line| {
            let first = self.shown.insert(line);
            let comment = self.plan.subject.annotations.get(&line)?;
            first.then(|| harmless(comment))
        });
        let task = self.tasks.entry(event.task).or_default();
        task.printed = true;
        let reason = task.reason.take();
        let why = match (comment, reason) {
            (Some(comment), _) => comment,
            (None, Some(reason)) => format!("({reason})"),
            (None, None) => String::new(),
        };
        let who = match stream {
            Stream::Stdout => task_name(event.task),
            Stream::Stderr => "stderr".to_owned(),
        };
        let time = self.time(event.at_us);
        if stream == Stream::Stderr {
            // A message is no output: it takes the room of both columns.
            let room = self.columns.output + GAP + self.columns.why;
            return self.rows(&time, &who, &wrap(&harmless_lines(text), room), &[]);
        }
        self.row(&time, &who, &harmless_lines(text), &why)
    }

    /// Takes a line that the program printed past the recorder.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn other(&mut self, text: &str) -> io::Result<()> {
        let why = if std::mem::replace(&mut self.passed_by, true) {
            ""
        } else {
            "printed by std's println!, so nobody knows by which task"
        };
        self.row("", "?", &harmless(text), why)
    }

    fn row(&mut self, time: &str, who: &str, text: &str, why: &str) -> io::Result<()> {
        let output = wrap(text, self.columns.output);
        let why = wrap(why, self.columns.why);
        self.rows(time, who, &output, &why)
    }

    fn rows(
        &mut self,
        time: &str,
        who: &str,
        output: &[String],
        why: &[String],
    ) -> io::Result<()> {
        if !std::mem::replace(&mut self.printed, true) {
            self.line("time", "task", "output", "why now", true)?;
        }
        for index in 0..output.len().max(why.len()) {
            let of = |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
            let first = |text| if index == 0 { text } else { "" };
            self.line(first(time), first(who), &of(output), &of(why), false)?;
        }
        // A class is watching: the line is wanted now.
        self.out.flush()
    }

    fn line(
        &mut self,
        time: &str,
        who: &str,
        output: &str,
        why: &str,
        heading: bool,
    ) -> io::Result<()> {
        let Columns {
            task: task_width,
            output: output_width,
            ..
        } = self.columns;
        let task = if heading { DIM } else { colour(who) };
        let text = if heading { DIM } else { Style::new() };
        let line = format!(
            "{DIM}{time:>TIME_WIDTH$}{DIM:#}{:GAP$}{task}{}{task:#}{:GAP$}{text}{}{text:#}",
            "",
            pad(who, task_width),
            "",
            if why.is_empty() {
                output.to_owned()
            } else {
                pad(output, output_width)
            },
        );
        if why.is_empty() && output.is_empty() {
            // What a program prints may hold empty lines.
            writeln!(
                self.out,
                "{}",
                format!("{time:>TIME_WIDTH$}  {who}").trim_end()
            )
        } else if why.is_empty() {
            writeln!(self.out, "{line}")
        } else {
            writeln!(self.out, "{line}{:GAP$}{DIM}{why}{DIM:#}", "")
        }
    }

    fn time(&self, at_us: u64) -> String {
        let seconds = at_us as f64 / 1e6;
        if self.plan.real_clock {
            format!("{seconds:.1}")
        } else {
            format!("{seconds:.2}")
        }
    }

    /// Writes what there is to say at the end of the run.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn end(mut self, next: Option<&str>) -> io::Result<()> {
        if !self.printed {
            writeln!(self.out, "{:TIME_WIDTH$}{:GAP$}(prints nothing)", "", "")?;
        }
        let mut summary = Vec::new();
        if self.waits_recorded {
            // `main` is one of them. What a library does behind the scenes is not.
            let counts = |task: &&Task| !task.library || task.printed;
            summary.push(match self.tasks.values().filter(counts).count() {
                0 => NO_RUNTIME.to_owned(),
                tasks => counted(tasks, "task"),
            });
        } else {
            summary.push(WAITS_NOT_RECORDED.to_owned());
        }
        let slept = (self.slept_us > 0).then(|| self.time(self.slept_us));
        summary.push(took(&self.time(self.now_us), slept.as_deref()));
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
    fn fit(plan: &Plan) -> Columns {
        let task = "task 10".width();
        let taken = TIME_WIDTH + GAP + task + GAP + GAP;
        let room = plan.width.saturating_sub(taken);
        let widest = |text: &str| text.lines().map(UnicodeWidthStr::width).max();
        let wanted = plan.expected.as_deref().and_then(widest).unwrap_or(30);
        let most = room.saturating_sub(LEAST_WHY).max(LEAST_OUTPUT);
        let output = wanted.clamp(LEAST_OUTPUT, most);
        Columns {
            task,
            output,
            why: room.saturating_sub(output).max(1),
        }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Reason::FirstPoll => f.write_str("first poll"),
            Reason::Yielded => f.write_str("gave up its turn, and has it back"),
            Reason::WokenByLibrary => f.write_str("woken by a library's task"),
            Reason::Woken(Some(by)) => write!(f, "woken by {by}"),
            Reason::Woken(None) => f.write_str("woken"),
        }
    }
}

/// Tasks take turns in five colours; their names stand there all the same.
pub(crate) fn colour(who: &str) -> Style {
    let colours = [
        AnsiColor::Cyan,
        AnsiColor::Green,
        AnsiColor::Magenta,
        AnsiColor::Yellow,
        AnsiColor::Blue,
    ];
    let number = who
        .strip_prefix("task ")
        .and_then(|n| n.parse::<usize>().ok());
    match (who, number) {
        ("stderr", _) => AnsiColor::Red.on_default(),
        (_, Some(number)) => colours[number % colours.len()].on_default(),
        _ => Style::new(),
    }
}
