//! The events of a run.

use std::borrow::Cow;
use std::fmt;

/// One thing that happened in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Microseconds since the run began, on the run's clock (virtual or real).
    pub at_us: u64,
    /// The task it happened to. 0 is `main`; the others count up in spawn order.
    pub task: u32,
    /// What happened.
    pub what: What,
    /// The line of source behind it, where one is known.
    pub place: Option<Place>,
}

/// What happened to a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The task came to be. It has not run yet.
    Spawned {
        /// The task that spawned it; `None` for `main` and for plain threads.
        parent: Option<u32>,
        /// What sort of task it is.
        kind: TaskKind,
        /// True for a task that a library spawned for its own purposes.
        library: bool,
    },
    /// The run began: this is `main`, with the conditions of the whole run.
    Began {
        /// The clock that `at_us` was read from.
        clock: Clock,
        /// False when tokio was built without its instrumentation: then a recording
        /// holds little more than what was printed.
        waits_recorded: bool,
    },
    /// The executor called the task: it runs from here to its next pending await.
    Polled,
    /// The wait before this was none: the task gave up its turn and is ready again.
    Yielded,
    /// The poll ended and the task is not done.
    Waiting {
        /// What it waits for, such as `sleep 2s`; `None` where tokio does not tell (a
        /// join handle, a socket): the wake that ends the wait names the cause.
        on: Option<String>,
        /// How many waits from earlier polls it still has beside this one.
        more: u32,
    },
    /// The task may run again: it went to the back of the run queue.
    Woken {
        /// Who did it; `None` when that is not known.
        by: Option<Waker>,
    },
    /// The task printed a line (without its line end; it may hold several).
    Printed {
        /// The text.
        text: String,
        /// Where it went.
        stream: Stream,
    },
    /// The task is over, and its future has been dropped.
    Finished {
        /// In which way it ended.
        how: How,
    },
}

/// What sort of task a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// A future on the executor: `tokio::spawn`.
    Task,
    /// A future that stays on its thread: `spawn_local`.
    Local,
    /// A closure on the pool of blocking threads: `spawn_blocking`.
    Blocking,
    /// No task at all: a thread of the program's own that took part in the run.
    Thread,
}

/// Where the times of a run come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// tokio's paused clock: time jumps to the next timer when nothing can run.
    Virtual,
    /// The clock on the wall.
    Real,
}

/// Who woke a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waker {
    /// Another task: it released, sent, or finished something. Or the task itself.
    Task(u32),
    /// A timer that came due.
    Timer,
    /// A socket that became ready.
    Io,
    /// A thread outside the runtime.
    Thread,
}

/// Where a line was printed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The output of the program.
    Stdout,
    /// Its complaints: the message of a panic.
    Stderr,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It returned.
    Completed,
    /// It was dropped before it could return.
    Cancelled,
    /// It panicked.
    Panicked,
}

/// A line of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, from the workspace root, with `/` between folders.
    pub file: Cow<'static, str>,
    /// The line, counted from 1.
    pub line: u32,
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

/// What a task is called in front of a person: `main`, `task 1`.
pub fn task_name(task: u32) -> String {
    match task {
        0 => "main".to_owned(),
        number => format!("task {number}"),
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            How::Completed => "completed",
            How::Cancelled => "cancelled",
            How::Panicked => "panicked",
        })
    }
}

impl fmt::Display for Waker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Waker::Task(number) => f.write_str(&task_name(*number)),
            Waker::Timer => f.write_str("the timer"),
            Waker::Io => f.write_str("a socket"),
            Waker::Thread => f.write_str("another thread"),
        }
    }
}
