//! Where everything of a run stands in a picture: lanes, bars, marks and arrows.
//!
//! A picture has a number of *bins* from left to right: the columns of a terminal, the
//! half units of an SVG. The run is gone through once, and each lane keeps one [`Cell`]
//! a bin, so the memory is lanes × bins whatever the length of the recording. Lanes
//! beyond a limit share one row, which counts how many of them there are in each bin.

mod drawing;

use std::collections::BTreeMap;

use recording::{Clock, Outcome, Stream, WakeSource};

use crate::story::{StepKind, Story, Text};
use crate::timeline::By;

/// At most so many lines of output are listed.
const MOST_LISTED: usize = 300;

/// At most so many wakes are drawn; more would hide the lanes.
const MOST_WAKES: usize = 48;

/// What a picture asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) by: By,
    /// With the tasks of libraries.
    pub(crate) all: bool,
    /// How many bins there are.
    pub(crate) bins: usize,
    /// How many bins the mark of an output takes.
    pub(crate) mark: usize,
    /// How many lanes there may be; the row of all others is one of them.
    pub(crate) most_lanes: usize,
}

/// A run, laid out.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) by: By,
    /// How many bins there are.
    pub(crate) bins: usize,
    pub(crate) lanes: Vec<Lane>,
    /// The tasks that have no lane of their own.
    pub(crate) rest: Option<Rest>,
    /// What was printed, in order.
    pub(crate) outputs: Vec<Output>,
    /// How many lines of output are not among them.
    pub(crate) unlisted: usize,
    pub(crate) wakes: Vec<Wake>,
    /// How many wakes there were, if they are too many to be drawn.
    pub(crate) wakes_left_out: usize,
    /// How many polls the shown tasks have had.
    pub(crate) polls: usize,
    /// How many columns there are by step; see [`columns`].
    pub(crate) columns: usize,
    /// Different tasks were polled at the same time.
    pub(crate) polled_together: bool,
    /// How long the tasks slept, all together.
    pub(crate) slept_us: u64,
    /// Where the time is another than before; by step only.
    pub(crate) jumps: Vec<(usize, u64)>,
    /// By step: the bins where the clock jumps.
    pub(crate) idle: Vec<bool>,
    /// How many decimals the times of this run want.
    pub(crate) decimals: usize,
    /// How many lanes libraries have that are not shown.
    pub(crate) hidden: usize,
}

/// One task.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) task: u32,
    pub(crate) cells: Vec<Cell>,
    /// Its waits that are a bin long, at least.
    pub(crate) bars: Vec<Bar>,
    /// How it ended, in which bin, and when.
    pub(crate) end: Option<(Outcome, usize, u64)>,
}

/// All tasks beyond the last lane.
#[derive(Debug)]
pub(crate) struct Rest {
    pub(crate) tasks: usize,
    /// How many of them there are in each bin.
    pub(crate) alive: Vec<u32>,
    pub(crate) marks: Vec<Option<u32>>,
    pub(crate) ended: BTreeMap<&'static str, usize>,
    /// What they wait for, and how often; `None` where that is not known.
    pub(crate) waits: BTreeMap<Option<Text>, usize>,
}

/// A piece of a lane, one bin wide.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cell {
    running: f32,
    ready: f32,
    waiting: f32,
    pub(crate) polled: bool,
    /// The number of the mark.
    pub(crate) mark: Option<u32>,
}

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// It runs for most of the cell.
    Running,
    /// It runs for a moment.
    Poll,
    Ready,
    Waiting,
}

/// A wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) to_us: u64,
    pub(crate) wait: Wait,
    pub(crate) open: bool,
}

/// What a task waits for, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    On(Text),
    /// Nothing is known but who ended it.
    Until(WakeSource),
    /// It was ended by a task that libraries made, and this one made that at once.
    Through(u32),
    Unknown,
}

/// A line that was printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) mark: u32,
    pub(crate) at_us: u64,
    pub(crate) task: u32,
    pub(crate) text: Text,
    pub(crate) stream: Stream,
}

/// A task wakes another; both by their lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wake {
    pub(crate) bin: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Cell {
    pub(crate) fn look(&self) -> Option<Look> {
        let Cell {
            running,
            ready,
            waiting,
            polled,
            ..
        } = *self;
        if running >= 0.5 || running > ready + waiting {
            Some(Look::Running)
        } else if polled {
            Some(Look::Poll)
        } else if ready + waiting + running <= 0.0 {
            None
        } else if ready > waiting {
            Some(Look::Ready)
        } else if waiting > 0.0 {
            Some(Look::Waiting)
        } else {
            Some(Look::Running)
        }
    }
}

/// What is to the right in a picture of this run: a run that takes no time is always
/// drawn step by step.
pub(crate) fn effective(story: &Story, by: By) -> By {
    match by {
        By::Time if story.length_us() > 0 => By::Time,
        _ => By::Step,
    }
}

/// How many columns a picture by step has: one for each poll of its lanes, and, on the
/// virtual clock, one wherever it jumps, for then nobody runs.
pub(crate) fn columns(story: &Story, all: bool) -> usize {
    let mut shown = vec![false; story.tasks().len()];
    for task in story.lanes(all) {
        shown[task as usize] = true;
    }
    let mut jumps = Jumps::new(story);
    let steps = story
        .steps()
        .iter()
        .filter(|step| shown[step.task as usize]);
    let columns = steps.map(|step| {
        usize::from(jumps.to(step.at_us)) + usize::from(step.kind == StepKind::Polled)
    });
    columns.sum()
}

/// Tells when the virtual clock jumps.
#[derive(Clone, Copy, Debug)]
struct Jumps {
    clock: Clock,
    at_us: u64,
}

impl Jumps {
    fn new(story: &Story) -> Jumps {
        Jumps {
            clock: story.clock(),
            at_us: 0,
        }
    }

    fn to(&mut self, at_us: u64) -> bool {
        let before = std::mem::replace(&mut self.at_us, at_us);
        self.clock == Clock::Virtual && before < at_us
    }
}

impl Layout {
    /// A time of the run, as people read it.
    pub(crate) fn time(&self, at_us: u64) -> String {
        let decimals = self.decimals;
        format!("{:.decimals$}", at_us as f64 / 1e6)
    }
}

/// How many decimals tell the times of a run apart. On the real clock, those that mean
/// something.
fn decimals(story: &Story) -> usize {
    if story.clock() == Clock::Real {
        return match story.length_us() {
            0 => 2,
            1..1_000 => 6,
            1_000..10_000 => 4,
            10_000..100_000 => 3,
            _ => 2,
        };
    }
    let finest = |us: u64| story.steps().iter().all(|step| step.at_us % us == 0);
    if finest(10_000) {
        2
    } else if finest(1_000) {
        3
    } else {
        6
    }
}
