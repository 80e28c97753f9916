//! The goals of an exercise: everything that one can ask of a run, and how it is said.
//!
//! An exercise names its goals in its `exercise.toml`. This is the whole list; each kind
//! is judged in `grade.rs`.

use serde::Deserialize;

/// One thing that a run, or the program itself, must show.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Goal {
    /// The run returns from `main`. Every exercise asks for this; one whose starter hangs,
    /// or that a wrong solution hangs or panics in, names it.
    Ends,
    /// The lines of the solution, in the same order.
    LinesInOrder,
    /// The lines of the solution, in any order.
    LinesInAnyOrder,
    /// The lines of the solution in the same order, each at the same time.
    LinesOnTime,
    /// The lines of the solution that contain this, in the same order. Others are free.
    LinesWith(String),
    /// The lines of the solution that contain this, in any order. Others are free.
    LinesWithInAnyOrder(String),
    /// This line comes last.
    LastLine(String),
    /// No line contains this.
    NoLine(String),
    /// The first line that contains this comes at that time.
    LineAt {
        /// What the line contains.
        line: String,
        /// Its time.
        at: Seconds,
    },
    /// In any stretch of that length there are at most so many lines that contain this.
    AtMostInAny {
        /// What the lines contain.
        line: String,
        /// Number of lines.
        lines: usize,
        /// Length of the stretch. A line at its very end belongs to the next.
        within: Seconds,
    },
    /// From one line that contains this to the next it takes at most so long.
    AtLeastEvery {
        /// What the lines contain.
        line: String,
        /// Longest time between two of them.
        within: Seconds,
    },
    /// At no moment have there been more than so many lines with the one text above those
    /// with the other.
    AtMostAhead {
        /// What the earlier lines contain.
        first: String,
        /// What the later lines contain.
        then: String,
        /// Number of lines.
        lines: usize,
    },
    /// The run is over by that time.
    DoneBy(Seconds),
    /// The run is over when the solution prints its last line. For exercises with seeds,
    /// where that is another time with each.
    AsEarlyAsOurs,
    /// The program spawns this number of tasks. `main` is not counted.
    Tasks(usize),
    /// There are never more tasks than this at once, spawned and not ended. `main` is not
    /// counted.
    AtMostTasksAtOnce(usize),
    /// Never more tasks than this are in a sleep at once.
    AtMostAsleep(usize),
    /// So many tasks are in a sleep at once, at some moment.
    AtLeastAsleep(usize),
    /// Every task returns: none is cancelled, and none is left over.
    AllTasksReturn,
    /// The task that prints this is cancelled at that time.
    Cancelled {
        /// What one of its lines contains.
        printed: String,
        /// The time.
        at: Seconds,
    },
    /// `main` never waits in a sleep.
    MainNeverSleeps,
    /// Tasks yield at least so many times.
    Yields(usize),
    /// No task runs longer than this without an await that has to wait. For exercises on
    /// the real clock: on the virtual one no poll takes time.
    LongestPoll(Seconds),
    /// The learner's part of the program has this word.
    Uses(String),
    /// It does not have this word.
    Avoids(String),
}

/// A time of a run, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize)]
#[serde(transparent)]
pub(crate) struct Seconds(pub(crate) f64);

impl Seconds {
    /// The microseconds, as a recording has them.
    pub(crate) fn us(self) -> u64 {
        (self.0 * 1e6).round() as u64
    }
}

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

impl std::fmt::Display for Goal {
    /// The goal as a learner reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Goal::Ends => f.write_str("runs to completion"),
            Goal::LinesInOrder => f.write_str("prints the lines below, in this order"),
            Goal::LinesInAnyOrder => {
                f.write_str("prints the lines below, in any order")
            }
            Goal::LinesOnTime => {
                f.write_str("prints the lines below, each at its time")
            }
            Goal::LinesWith(text) => {
                write!(f, "prints the lines with “{text}” below, in this order")
            }
            Goal::LinesWithInAnyOrder(text) => {
                write!(f, "prints the lines with “{text}” below, in any order")
            }
            Goal::LastLine(line) => write!(f, "prints “{line}” last"),
            Goal::NoLine(text) => write!(f, "prints no line with “{text}”"),
            Goal::LineAt { line, at } => write!(f, "prints “{line}” at {at}"),
            Goal::AtMostInAny {
                line,
                lines,
                within,
            } => write!(
                f,
                "prints “{line}” at most {} in any {within} s",
                times(*lines)
            ),
            Goal::AtLeastEvery { line, within } => {
                write!(f, "prints “{line}” at least every {within} s")
            }
            Goal::AtMostAhead { first, then, lines } => {
                write!(f, "“{first}” is never more than {lines} ahead of “{then}”")
            }
            Goal::DoneBy(time) => write!(f, "is done by {time}"),
            Goal::AsEarlyAsOurs => f.write_str("is done as early as our solution"),
            Goal::Tasks(0) => f.write_str("needs no task besides main"),
            Goal::Tasks(1) => f.write_str("spawns 1 task"),
            Goal::Tasks(number) => write!(f, "spawns {number} tasks"),
            Goal::AtMostTasksAtOnce(number) => {
                write!(f, "has at most {number} tasks at once, besides main")
            }
            Goal::AtMostAsleep(number) => {
                write!(f, "never has more than {number} tasks asleep at once")
            }
            Goal::AtLeastAsleep(number) => {
                write!(f, "has {number} tasks asleep at the same time")
            }
            Goal::AllTasksReturn => {
                f.write_str("lets every task return: none cancelled, none left over")
            }
            Goal::Cancelled { printed, at } => {
                write!(f, "cancels, at {at}, the task that prints “{printed}”")
            }
            Goal::MainNeverSleeps => f.write_str("main never sleeps"),
            Goal::Yields(number) => write!(f, "yields at least {}", times(*number)),
            Goal::LongestPoll(time) => {
                write!(f, "never keeps the thread for more than {time} s")
            }
            Goal::Uses(word) => write!(f, "uses `{word}`"),
            Goal::Avoids(word) => write!(f, "does without `{word}`"),
        }
    }
}

impl Goal {
    /// Whether the lines of the solution belong to what the learner is told.
    pub(crate) fn shows_lines(&self) -> bool {
        matches!(
            self,
            Goal::LinesInOrder
                | Goal::LinesInAnyOrder
                | Goal::LinesOnTime
                | Goal::LinesWith(_)
                | Goal::LinesWithInAnyOrder(_)
        )
    }
}

/// Number of repetitions in words.
pub(super) fn times(number: usize) -> String {
    match number {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        number => format!("{number} times"),
    }
}
