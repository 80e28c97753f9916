//! The events of a run, and how each is written: a recording is JSON Lines, one event
//! per line.
//!
//! Every line has `at_us`, `task` and `event`; the fields that follow are those of the
//! [`EventKind`]. `file` and `line` come last, where they are known:
//!
//! ```
//! use recording::{Event, EventKind, Frame, Place, Wait, to_json};
//!
//! let event = Event {
//!     at_us: 0,
//!     task: 1,
//!     kind: EventKind::Waiting {
//!         on: Some(Wait::Sleep { ms: 20, until_us: 20_000 }),
//!         more: 0,
//!         stack: [Frame { function: "main".to_owned(), line: 12, column: Some(20), awaits: None, file: None }].into(),
//!     },
//!     place: Some(Place::new("crates/01-coroutines/examples/sleep.rs", 12)),
//! };
//! assert_eq!(
//!     to_json(&event),
//!     concat!(
//!         r#"{"at_us":0,"task":1,"event":"waiting","#,
//!         r#""on":{"sleep":{"ms":20,"until_us":20000}},"#,
//!         r#""stack":[{"function":"main","line":12,"column":20}],"#,
//!         r#""file":"crates/01-coroutines/examples/sleep.rs","line":12}"#,
//!     )
//! );
//! ```

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The number of the task `main`: the future given to `block_on`.
pub const MAIN: u32 = 0;

/// One thing that happened in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Microseconds since the run began, on the run's clock (virtual or real).
    pub at_us: u64,
    /// The task it happened to. 0 is `main`; the others count up in spawn order.
    pub task: u32,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
    /// The line of source behind it, where one is known. Of a wait it is the line of the
    /// program's await that leads there.
    #[serde(flatten)]
    pub place: Option<Place>,
}

/// What happened to a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventKind {
    /// A run began, and with it `main`. It is the first event of a recording. A program
    /// may have several runs, one after the other.
    Began {
        /// The clock that `at_us` is read from.
        clock: Clock,
        /// Whether waits are recorded. If not, a recording holds little more than the
        /// output.
        waits: Waits,
    },
    /// The task was made. It has not run yet.
    Spawned {
        /// The task that spawned it; `None` for plain threads.
        parent: Option<u32>,
        /// The sort of task.
        kind: TaskKind,
        /// The code that it belongs to.
        #[serde(default, skip_serializing_if = "Owner::is_program")]
        owner: Owner,
    },
    /// The executor polled the task: it runs from here to its next pending await.
    Polled,
    /// The task yielded: it is ready again without having waited.
    Yielded,
    /// The poll ended and the task is not done.
    Waiting {
        /// What it waits for; `None` where tokio does not report it (a join handle, a
        /// socket): then the wake that ends the wait names the cause.
        on: Option<Wait>,
        /// How many waits from earlier polls it still has beside this one.
        #[serde(default, skip_serializing_if = "is_zero")]
        more: u32,
        /// The awaits it stands at, the outermost function first: the last one is the
        /// place of the event. Empty where that is not known.
        #[serde(default, skip_serializing_if = "is_empty")]
        stack: Arc<[Frame]>,
    },
    /// The task may run again: it went to the back of the run queue.
    Woken {
        /// What woke it; `None` where that is not known.
        by: Option<WakeSource>,
    },
    /// The task printed.
    Printed {
        /// The text without its line end. It may hold several lines.
        text: String,
        /// Where it went.
        #[serde(default, skip_serializing_if = "Stream::is_stdout")]
        stream: Stream,
    },
    /// The task has ended, and its future has been dropped.
    Finished {
        /// How it ended.
        how: Outcome,
    },
}

/// The sort of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// A future on the executor: `tokio::spawn`.
    Task,
    /// A future that stays on its thread: `spawn_local`.
    Local,
    /// A closure on the pool of blocking threads: `spawn_blocking`.
    Blocking,
    /// Not a task: a thread of the program's own that printed.
    Thread,
}

/// The code that a task belongs to, as the line tells on which it was spawned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The program itself.
    #[default]
    Program,
    /// A crate of the course, which spawned it to do its work: `gather-vs-wait`.
    BuildingBlock(String),
    /// A library, which spawned it for itself: `hyper-util`.
    Library(String),
}

/// What a task waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// For the clock alone.
    Sleep {
        /// The milliseconds that were asked for.
        ms: u64,
        /// The time at which the timer fires, in microseconds since the run began. On
        /// the real clock it is good to a millisecond.
        until_us: u64,
    },
    /// For something that tokio names, such as `Mutex::lock`.
    Named(String),
}

/// An async function that a task is in, and the line at which it awaits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The name of the function, or `async block`.
    pub function: String,
    /// The line of its await, counted from 1.
    pub line: u32,
    /// The byte of that line at which the word `await` begins, counted from 1; of a macro
    /// such as `join!`, its call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The expression that it awaits there, as the source has it: `tickets.lock()`. The
    /// program does not know it; the command line adds it from the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaits: Option<String>,
    /// The file, if it is not the one of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// The clock of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// tokio's paused clock: time jumps to the next timer when nothing can run.
    Virtual,
    /// The clock on the wall.
    #[default]
    Real,
}

/// Whether a recording holds the polls, waits and wakes of its tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// It does.
    Recorded,
    /// tokio was built without `--cfg tokio_unstable`, so it reports nothing.
    FlagMissing,
    /// The program built its own runtime, as `#[tokio::main]` does.
    OtherRuntime,
    /// The program installed its own `tracing` subscriber before the run.
    OtherSubscriber,
}

/// What woke a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WakeSource {
    /// Another task: it released, sent, or finished something. Or the task itself.
    Task(u32),
    /// A timer that fired.
    Timer,
    /// A socket that became ready.
    Io,
    /// A thread outside the runtime.
    Thread,
}

/// Where a line was printed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// The output of the program.
    #[default]
    Stdout,
    /// Its messages, such as that of a panic.
    Stderr,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It returned.
    Completed,
    /// It was dropped before it finished.
    Cancelled,
    /// It panicked.
    Panicked,
}

/// A line of source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, from the workspace root, with `/` between folders.
    pub file: Cow<'static, str>,
    /// The line, counted from 1.
    pub line: u32,
}

fn is_empty(frames: &[Frame]) -> bool {
    frames.is_empty()
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Owner {
    /// Whether it is the program itself.
    pub fn is_program(&self) -> bool {
        *self == Owner::Program
    }
}

impl Stream {
    fn is_stdout(&self) -> bool {
        *self == Stream::Stdout
    }
}

impl Place {
    /// The place at this `line` of `file`, as the compiler of any system names it.
    pub fn new(file: &str, line: u32) -> Self {
        Place {
            file: Cow::Owned(file.replace('\\', "/")),
            line,
        }
    }
}

/// The name of a task as people read it: `main`, `task 1`.
pub fn task_name(task: u32) -> String {
    match task {
        MAIN => "main".to_owned(),
        number => format!("task {number}"),
    }
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wait::Sleep {
                ms: ms @ 0..1000, ..
            } => write!(f, "sleep {ms}ms"),
            Wait::Sleep { ms, .. } => write!(f, "sleep {}s", *ms as f64 / 1000.0),
            Wait::Named(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::Completed => "completed",
            Outcome::Cancelled => "cancelled",
            Outcome::Panicked => "panicked",
        })
    }
}

impl fmt::Display for WakeSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WakeSource::Task(number) => f.write_str(&task_name(*number)),
            WakeSource::Timer => f.write_str("the timer"),
            WakeSource::Io => f.write_str("a socket"),
            WakeSource::Thread => f.write_str("another thread"),
        }
    }
}
