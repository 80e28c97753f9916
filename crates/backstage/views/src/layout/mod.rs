//! The layout of a picture of a run: lanes, bars, marks and arrows.
//!
//! A picture has a number of *bins* from left to right: the columns of a terminal, the
//! units of an SVG. The layout takes one pass over the run, and each lane keeps one
//! [`Cell`] a bin, so the memory is lanes × bins whatever the length of the recording.
//! Lanes beyond a limit share one row, which counts them in each bin.
//!
//! A run that hangs ends with the event that begins the last wait. So that this wait can
//! be seen, the lanes of such a run go on for some bins after its end: the *tail*.

mod drawing;

use std::collections::BTreeMap;

use recording::{Clock, Outcome, Stream, TaskKind};

use crate::axis::By;
use crate::states::{Part, State, Waker};
use crate::story::{Stack, StepKind, Story, Text};
use crate::time::TimeFormat;

/// Maximum number of lines of output that are listed.
const MAX_LISTED: usize = 300;

/// Maximum number of wakes that are drawn; more would hide the lanes.
const MAX_WAKES: usize = 48;

/// The measures of a picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) by: By,
    /// With the tasks of libraries.
    pub(crate) all: bool,
    /// Number of bins of the run.
    pub(crate) bins: usize,
    /// Number of bins after the run, in which the waits go on that never end.
    pub(crate) tail: usize,
    /// Number of bins that the mark of an output takes.
    pub(crate) mark: usize,
    /// Maximum number of lanes; the row of all others is one of them.
    pub(crate) max_lanes: usize,
}

/// A run, laid out.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) by: By,
    /// Number of bins, with the tail.
    pub(crate) bins: usize,
    /// Number of bins of the run.
    pub(crate) run_bins: usize,
    pub(crate) lanes: Vec<Lane>,
    /// The tasks that have no lane of their own.
    pub(crate) rest: Option<Rest>,
    /// The printed lines, in order.
    pub(crate) outputs: Vec<Output>,
    /// Number of printed lines that are not among them.
    pub(crate) unlisted: usize,
    pub(crate) wakes: Vec<Wake>,
    /// Number of wakes, if they are too many to be drawn.
    pub(crate) wakes_left_out: usize,
    /// Number of polls of the shown tasks.
    pub(crate) polls: usize,
    /// Number of columns by step; see [`columns`].
    pub(crate) columns: usize,
    /// Whether different tasks were polled at the same time.
    pub(crate) polled_together: bool,
    /// How long the tasks slept, all together.
    pub(crate) slept_us: u64,
    /// By step: the bins at which the time is not that of the bin before.
    pub(crate) jumps: Vec<(usize, u64)>,
    /// By step: for each bin, whether the clock jumps in it.
    pub(crate) idle: Vec<bool>,
    pub(crate) time: TimeFormat,
    /// Number of tasks that are not shown: helpers of libraries and building blocks.
    pub(crate) hidden: usize,
}

/// One task.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) task: u32,
    pub(crate) cells: Vec<Cell>,
    /// Its waits that are at least a bin long.
    pub(crate) bars: Vec<Bar>,
    /// How it ended, in which bin, and when. A `main` of several runs ends several times.
    pub(crate) ends: Vec<(Outcome, usize, u64)>,
    /// Whether the recording ends before it does.
    pub(crate) open: bool,
}

/// All tasks beyond the last lane.
#[derive(Debug)]
pub(crate) struct Rest {
    pub(crate) tasks: usize,
    /// Number of them in each bin.
    pub(crate) alive: Vec<u32>,
    pub(crate) marks: Vec<Option<u32>>,
    pub(crate) ended: BTreeMap<&'static str, usize>,
    /// The names of their waits, and the number of each; `None` where it is not known.
    pub(crate) waits: BTreeMap<Option<String>, usize>,
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

/// The state that a cell is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellState {
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

/// What is known of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) on: Option<crate::story::Wait>,
    pub(crate) stack: Option<Stack>,
    /// What ended it.
    pub(crate) by: Option<Waker>,
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

/// A wake of one task by another, both by their lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wake {
    pub(crate) bin: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Cell {
    pub(crate) fn state(&self) -> Option<CellState> {
        let Cell {
            running,
            ready,
            waiting,
            polled,
            ..
        } = *self;
        if running >= 0.5 || running > ready + waiting {
            Some(CellState::Running)
        } else if polled {
            Some(CellState::Poll)
        } else if ready + waiting + running <= 0.0 {
            None
        } else if ready > waiting {
            Some(CellState::Ready)
        } else if waiting > 0.0 {
            Some(CellState::Waiting)
        } else {
            Some(CellState::Running)
        }
    }
}

/// The number of columns of a picture by step: one for each poll of its lanes, and, on
/// the virtual clock, one wherever it jumps, because no task runs then.
pub(crate) fn columns(story: &Story, all: bool) -> usize {
    let shown = story.shown(all);
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

/// Whether the run hangs: a task that is shown begins a wait at its very end.
pub(crate) fn hangs(story: &Story, all: bool) -> bool {
    let shown = story.shown(all);
    let is_hanging = |part| match part {
        Part::Span(span) => {
            let task = span.task as usize;
            span.open
                && span.from.at_us == story.length_us()
                && matches!(span.state, State::Waiting { .. })
                && shown[task]
                && story.tasks()[task].kind != TaskKind::Thread
        }
        Part::Step(_) => false,
    };
    story.waits_recorded() && story.spans().any(is_hanging)
}

/// Finds the jumps of the virtual clock.
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

    /// Goes on to this time, and returns whether the clock jumps there.
    fn to(&mut self, at_us: u64) -> bool {
        let before = std::mem::replace(&mut self.at_us, at_us);
        self.clock == Clock::Virtual && before < at_us
    }
}

impl Layout {
    /// A time of the run, in seconds.
    pub(crate) fn time(&self, at_us: u64) -> String {
        self.time.seconds(at_us)
    }
}
