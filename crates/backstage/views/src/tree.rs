//! The await tree of a run at one moment: where each task stands, in which functions, what
//! it awaits there, and who will wake it. A task stands below the one that it will wake,
//! as asyncio's `pstree` puts it below the one that awaits it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use recording::{Outcome, task_name};
use unicode_width::UnicodeWidthStr;

use crate::columns::{clip, pad};
use crate::explain::state_words;
use crate::replay::Replay;
use crate::states::{Reason, State, Waker};
use crate::story::{Await, Wait};
use crate::words::counted;
use crate::{Story, Subject};

const TASK: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const EXPRESSION: Style = AnsiColor::Cyan.on_default();
/// Maximum number of tasks; more do not fit a screen.
const MAX_TASKS: usize = 40;
/// Number of blanks between what a task awaits and who will wake it.
const GAP: usize = 2;

/// The moment that a tree shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The end of a run that hangs, else the first time at which the most tasks wait.
    MostWaiting,
    /// The last moment at or before this time, in microseconds since the run began.
    Time(u64),
    /// The first moment at which a task stands at this line of the program.
    Line(u32),
}

/// How the tree is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The moment.
    pub at: At,
    /// Number of columns.
    pub width: usize,
    /// Whether to use ASCII characters only.
    pub ascii: bool,
}

/// A row: a task, or an await of the task above.
struct Row {
    /// The branches before it.
    branches: String,
    style: Style,
    text: String,
    state: String,
}

/// Draws the tree into `out`. Colours are ANSI sequences; `out` removes them where they
/// are not wanted. `replay` is left at the moment of the tree.
///
/// # Errors
/// Returns an error if no task ever stands at the line that was asked for, and any error
/// from writing to `out`.
pub fn draw(
    replay: &mut Replay<'_>,
    subject: &Subject,
    settings: Settings,
    mut out: impl Write,
) -> io::Result<()> {
    go(replay, subject, settings.at)?;
    let rows = Rows::of(replay, settings.ascii);
    subject.write_heading(settings.width, &mut out)?;
    let indent = |row: &Row| row.branches.width() + row.text.width();
    let states = rows.iter().map(|row| row.state.width()).max().unwrap_or(0);
    let room = settings
        .width
        .saturating_sub(states + GAP)
        .max(settings.width / 2);
    let left = rows.iter().map(indent).max().unwrap_or(0).min(room);
    let now_us = match settings.at {
        At::Time(us) => us.min(replay.story().length_us()),
        _ => replay.clock_us(),
    };
    let time = format!("at {} s", replay.seconds(now_us));
    writeln!(out, "{DIM}{time}{DIM:#}")?;
    for row in rows.iter() {
        let Row {
            branches, style, ..
        } = row;
        let room = match row.state.is_empty() {
            true => settings.width,
            false => left,
        };
        let text = clip(&row.text, room.saturating_sub(branches.width()));
        write!(out, "{DIM}{branches}{DIM:#}{style}{text}{style:#}")?;
        if !row.state.is_empty() {
            let used = branches.width() + text.width();
            let gap = pad("", left + GAP - used.min(left));
            let room = settings.width - left - GAP;
            write!(out, "{gap}{}", clip(&row.state, room))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{DIM}{}{DIM:#}", summary(replay))
}

/// How many tasks there are at this moment, and what they do.
fn summary(replay: &Replay<'_>) -> String {
    let (spawned, live) = (replay.spawned().len(), replay.live().len());
    let waiting = replay.waiting().len();
    let states = [
        (waiting, "waiting"),
        (live - waiting, "ready or running"),
        (spawned - live, "ended"),
    ];
    let states = states.iter().filter(|(tasks, _)| *tasks > 0);
    let states = states.map(|(tasks, state)| format!("{tasks} {state}"));
    let states = states.collect::<Vec<_>>().join(", ");
    let shown = match live > MAX_TASKS {
        true => format!("; the first {MAX_TASKS} are shown"),
        false => String::new(),
    };
    format!("{}: {states}{shown}", counted(spawned, "task"))
}

/// Goes to the moment.
fn go(replay: &mut Replay<'_>, subject: &Subject, at: At) -> io::Result<()> {
    let stops = replay.stops().len();
    match at {
        At::Time(us) => {
            let after = (0..stops).find(|stop| replay.time_of(*stop) > us);
            replay.go(after.unwrap_or(stops).saturating_sub(1));
        }
        At::MostWaiting => {
            replay.go(stops - 1);
            if !replay.live().is_empty() {
                return Ok(());
            }
            let mut most = (0, 0, 0);
            for stop in 0..stops {
                replay.go(stop);
                let (waiting, us) = (replay.waiting().len(), replay.clock_us());
                // Of the stops at that time the last: a task may wait in several branches.
                if waiting > most.0 || (waiting, us) == (most.0, most.1) {
                    most = (waiting, us, stop);
                }
            }
            replay.go(most.2);
        }
        At::Line(line) => {
            let mut lines = BTreeSet::new();
            for stop in 0..stops {
                replay.go(stop);
                let waiting = replay.waiting().iter();
                let stands = waiting.flat_map(|task| stands(replay, *task));
                let story = replay.story();
                let here = stands
                    .flat_map(|stand| stand.awaits)
                    .filter(|awaits| story.text(awaits.place.0) == subject.file)
                    .map(|awaits| awaits.place.1);
                lines.extend(here);
                if lines.contains(&line) {
                    return Ok(());
                }
            }
            let lines = lines
                .iter()
                .map(u32::to_string)
                .collect::<Vec<_>>()
                .join(", ");
            let others = match lines.is_empty() {
                true => String::new(),
                false => format!("; these are awaited at: {lines}"),
            };
            let why = format!("no task ever waits at line {line}{others}");
            return Err(io::Error::new(io::ErrorKind::NotFound, why));
        }
    }
    Ok(())
}

/// Where a task stands.
#[derive(Clone, Copy)]
struct Stand<'a> {
    /// Its awaits, the outermost first.
    awaits: &'a [Await],
    /// When it goes on, if it sleeps there.
    until_us: Option<u64>,
}

/// Where a task stands: at several places if it waits in the branches of a `join!` or
/// `select!`.
fn stands<'a>(replay: &Replay<'a>, task: u32) -> Vec<Stand<'a>> {
    let past = replay.past(task).iter().rev();
    let waits = past.map_while(|phase| match phase.state {
        State::Waiting { on, stack, .. } => Some((on, stack)),
        _ => None,
    });
    let mut stands = waits
        .filter_map(|(on, stack)| {
            Some(Stand {
                awaits: replay.story().stack(stack?),
                until_us: match on {
                    Some(Wait::Sleep { until_us, .. }) => Some(until_us),
                    _ => None,
                },
            })
        })
        .collect::<Vec<_>>();
    stands.reverse();
    stands
}

/// What ends the wait of a task, and when; `None` if nothing does.
fn end_of_wait(replay: &Replay<'_>, task: u32) -> Option<(State, u64)> {
    let past = replay.past(task).len();
    let next = replay.phases(task)[past..]
        .iter()
        .find(|phase| !matches!(phase.state, State::Waiting { .. }))?;
    Some((next.state, next.since.at_us))
}

/// The rows of a tree, as they are made.
struct Rows<'a, 'story> {
    replay: &'a Replay<'story>,
    /// The task that will wake a task, by the number of that one.
    wakers: BTreeMap<u32, u32>,
    signs: [&'static str; 4],
    rows: Vec<Row>,
    tasks: usize,
}

impl Rows<'_, '_> {
    fn of(replay: &Replay<'_>, ascii: bool) -> Vec<Row> {
        let live = replay.live();
        let mut wakers = BTreeMap::new();
        let mut below = BTreeSet::new();
        for task in replay.waiting() {
            if let Some((State::Ready(Reason::Woken(waker)), _)) =
                end_of_wait(replay, *task)
                && let Waker::Task(by) | Waker::End { of: by, .. } = waker
                && live.contains(&by)
                && below.insert(by)
            {
                wakers.insert(*task, by);
            }
        }
        let signs = match ascii {
            true => ["|- ", "`- ", "|  ", "   "],
            false => ["├─ ", "└─ ", "│  ", "   "],
        };
        let mut rows = Rows {
            replay,
            wakers,
            signs,
            rows: Vec::new(),
            tasks: 0,
        };
        for task in live.iter().filter(|task| !below.contains(task)) {
            rows.task(*task, "", "");
        }
        rows.rows
    }

    /// Adds the rows of a task: its own, one for each await, and those of the task that
    /// will wake it. `first` goes before its own row, `rest` before the others.
    fn task(&mut self, task: u32, first: &str, rest: &str) {
        if self.tasks == MAX_TASKS {
            return;
        }
        self.tasks += 1;
        self.rows.push(Row {
            branches: first.to_owned(),
            style: TASK,
            text: task_name(task),
            state: self.state(task),
        });
        let below = self.wakers.remove(&task);
        self.awaits(&stands(self.replay, task), below, rest);
    }

    /// Adds the rows of these stacks, those that begin alike below one row; and below the
    /// last await, or beside the branches, the task that will wake them.
    fn awaits(&mut self, stands: &[Stand<'_>], below: Option<u32>, rest: &str) {
        let [between, last, line, blank] = self.signs;
        let is_deeper = |stand: &&Stand<'_>| !stand.awaits.is_empty();
        let stands = stands.iter().filter(is_deeper).copied().collect::<Vec<_>>();
        let goes_on = |one: &Stand<'_>| one.awaits.len() > 1;
        let branches = stands.chunk_by(|one, other| {
            goes_on(one) && goes_on(other) && one.awaits[0] == other.awaits[0]
        });
        let branches = branches.collect::<Vec<_>>();
        // It wakes one of several branches, and which is not known.
        let beside = below.filter(|_| branches.len() != 1);
        for (index, branch) in branches.iter().enumerate() {
            let (sign, under) = match index + 1 == branches.len() && beside.is_none() {
                true => (last, blank),
                false => (between, line),
            };
            self.rows.push(Row {
                branches: format!("{rest}{sign}"),
                style: EXPRESSION,
                text: await_words(self.replay.story(), &branch[0].awaits[0]),
                state: match branch[0].until_us {
                    Some(us) if stands.len() > 1 && !goes_on(&branch[0]) => {
                        format!("until {}", self.replay.seconds(us))
                    }
                    _ => String::new(),
                },
            });
            let inner = branch.iter().map(|stand| Stand {
                awaits: &stand.awaits[1..],
                ..*stand
            });
            let inner = inner.collect::<Vec<_>>();
            let below = below.filter(|_| beside.is_none());
            self.awaits(&inner, below, &format!("{rest}{under}"));
        }
        if let Some(by) = beside {
            self.task(by, &format!("{rest}{last}"), &format!("{rest}{blank}"));
        }
    }

    /// What a task does, and who will wake it.
    fn state(&self, task: u32) -> String {
        let story = self.replay.story();
        let state = self.replay.state(task);
        let Some(State::Waiting { on, stack, .. }) = state else {
            return state_words(story, task, state).swap_remove(0);
        };
        let wait = story.wait_name(on, None).filter(|_| stack.is_none());
        let wait = wait.map_or(String::new(), |wait| format!("waits: {wait}; "));
        let seconds = |us| self.replay.seconds(us);
        let end = match end_of_wait(self.replay, task) {
            None => "nothing wakes it".to_owned(),
            Some((State::Ready(Reason::Woken(Waker::Unknown | Waker::Itself)), us)) => {
                format!("woken at {}", seconds(us))
            }
            Some((State::Ready(Reason::Woken(waker)), us)) => {
                let by = waker.name(|task| story.owner_name(task));
                format!("woken by {by} at {}", seconds(us))
            }
            Some((State::Ended(Outcome::Cancelled), us)) => {
                format!("cancelled at {}", seconds(us))
            }
            Some((_, us)) => format!("goes on at {}", seconds(us)),
        };
        wait + &end
    }
}

/// `do_all_work, line 21: wait(tasks)`.
fn await_words(story: &Story, awaits: &Await) -> String {
    let function = clip(story.text(awaits.function), 40);
    let line = story.line_name(awaits.place);
    match story.awaited(awaits) {
        Some(expression) => format!("{function}, {line}: {expression}"),
        None => format!("{function}, {line}"),
    }
}
