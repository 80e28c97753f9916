//! What is known of a run: its tasks, their waits, the timers and the locks.

use std::cell::RefCell;
use std::collections::HashMap;

use recording::{Clock, TaskKind, Wait};
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::stacks::{StackId, Stacks};
use crate::sink::Sink;

/// The run so far.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) time: Time,
    pub(crate) tasks: Vec<Task>,
    /// Task numbers by the span that tokio opened for the task.
    pub(crate) numbers: HashMap<u64, u32>,
    /// The task that each pending wait belongs to, by the span of its polls.
    pub(crate) waiting: HashMap<u64, u32>,
    /// The timers that are set, by the span of the resource.
    pub(crate) timers: HashMap<u64, Timer>,
    /// The mutexes that are locked, by the span of the resource.
    pub(crate) held: HashMap<u64, Holder>,
    pub(crate) stacks: Stacks,
    pub(crate) out: Sink,
    /// `main` has ended: what is still dropped now is cancelled.
    pub(crate) ending: bool,
}

pub(crate) struct Task {
    pub(crate) kind: TaskKind,
    /// It is in the run queue: spawned or woken, and not polled since.
    pub(crate) ready: bool,
    pub(crate) ended: bool,
    /// It was polled between the hooks of our own runtime, so it is never polled
    /// anywhere else.
    pub(crate) hooked: bool,
    pub(crate) panicked: bool,
    pub(crate) waits: Vec<PendingWait>,
    /// Where it left its waker last, apart from `waits`.
    pub(crate) stands: Option<StackId>,
}

impl Task {
    pub(crate) fn new(kind: TaskKind) -> Self {
        Task {
            kind,
            ready: true,
            ended: false,
            hooked: false,
            panicked: false,
            waits: Vec::new(),
            stands: None,
        }
    }
}

/// A wait that was pending when it was last polled.
pub(crate) struct PendingWait {
    /// The span of its polls.
    pub(crate) poll: u64,
    /// The span of what it waits for.
    pub(crate) resource: u64,
    pub(crate) on: Wait,
    /// Where its task left its waker for it.
    pub(crate) stands: Option<StackId>,
    /// Whether a timer ends it.
    pub(crate) timer: bool,
    /// The timer has fired, and nobody has polled the wait since. It wakes nobody again.
    pub(crate) rung: bool,
    /// It was polled in the current poll of its task.
    pub(crate) fresh: bool,
    /// It reported that it is ready; unless it reports otherwise in the same poll, as a
    /// sleep does after asking for its share of the budget.
    pub(crate) over: bool,
}

/// A timer that is set.
#[derive(Clone, Copy)]
pub(crate) struct Timer {
    /// The milliseconds that the program asked for.
    pub(crate) asked_ms: u64,
    /// When it fires, in microseconds since the run began.
    pub(crate) due_us: u64,
}

/// The task that holds a mutex.
#[derive(Clone, Copy)]
pub(crate) struct Holder {
    pub(crate) task: u32,
    /// Since when, in microseconds since the run began.
    pub(crate) since_us: u64,
    /// Where it locked it.
    pub(crate) stands: Option<StackId>,
}

/// What one thread is doing.
#[derive(Default)]
pub(crate) struct ThreadState {
    /// The tasks being polled or dropped on this thread, innermost last.
    pub(crate) running: Vec<u32>,
    pub(crate) poll: TaskPoll,
    /// The task whose future was dropped last, with nothing polled since.
    pub(crate) just_finished: Option<u32>,
    /// The task whose span was left last, with none entered since.
    pub(crate) left: Option<u32>,
    pub(crate) parked: bool,
    /// The polls of resources that are under way, innermost last.
    pub(crate) operations: Vec<u64>,
    /// Where the poll of the outermost one left a waker.
    pub(crate) operation_stands: Option<StackId>,
    /// Its number, for a thread of the program's own that took part.
    pub(crate) number: Option<u32>,
}

/// One poll of a task: what happens between the runtime's two hooks. It may turn out to
/// be none: the hooks enclose the dropping of an aborted task too.
#[derive(Default)]
pub(crate) struct TaskPoll {
    /// Between the hooks.
    pub(crate) hooked: bool,
    pub(crate) task: Option<u32>,
    /// How often the task's span was entered.
    pub(crate) entered: u32,
    /// The poll was written to the recording.
    pub(crate) recorded: bool,
    /// The task was ready, so the first entry is a poll. Otherwise it is an abort.
    pub(crate) is_poll: bool,
    /// An address on the stack, below the frames of whoever called for the poll.
    pub(crate) stack_top: Option<usize>,
}

thread_local! {
    pub(super) static THREAD: RefCell<ThreadState> = RefCell::default();
}

/// Where the time of an event is read.
#[derive(Default)]
pub(crate) struct Time {
    /// How many sockets the runtime has for itself.
    own_sockets: u64,
    /// The runtime, and its clock at first. A program without a runtime has neither.
    runtime: Option<(Handle, Instant)>,
    /// The clock is paused: it moves only while the thread is parked.
    paused: bool,
    /// What had passed before this runtime began, if there was one before it.
    before_us: u64,
    /// The thread is parked.
    parked: bool,
    /// The time since the thread was parked last, of a paused clock.
    paused_us: u64,
}

impl Time {
    /// The time of `runtime`, which goes on after `before_us`.
    pub(crate) fn of(runtime: Option<Handle>, clock: Clock, before_us: u64) -> Time {
        let mut time = Time {
            paused: clock == Clock::Virtual,
            own_sockets: 0,
            runtime: runtime.map(|handle| {
                let _context = handle.enter();
                (handle.clone(), Instant::now())
            }),
            before_us,
            parked: false,
            paused_us: before_us,
        };
        time.own_sockets = time.open_sockets().unwrap_or(0);
        time
    }

    pub(crate) fn has_runtime(&self) -> bool {
        self.runtime.is_some()
    }

    /// How many sockets the program has open; `None` if that is not known.
    pub(crate) fn open_sockets(&self) -> Option<u64> {
        #[cfg(tokio_unstable)]
        {
            let (handle, _) = self.runtime.as_ref()?;
            let metrics = handle.metrics();
            let open = metrics
                .io_driver_fd_registered_count()
                .saturating_sub(metrics.io_driver_fd_deregistered_count());
            Some(open.saturating_sub(self.own_sockets))
        }
        #[cfg(not(tokio_unstable))]
        None
    }

    /// Microseconds since the run began.
    pub(crate) fn now_us(&self) -> u64 {
        match &self.runtime {
            Some((_, began)) if !self.paused => {
                let now = std::time::Instant::now().into();
                self.since(*began, now)
            }
            Some((handle, began)) if self.parked => {
                // In the context of another runtime, its clock would be read.
                let current = Handle::try_current();
                match current.is_ok_and(|current| current.id() == handle.id()) {
                    true => self.since(*began, Instant::now()),
                    false => self.paused_us,
                }
            }
            _ => self.paused_us,
        }
    }

    /// The thread parks: a paused clock moves now, and only now.
    pub(crate) fn park(&mut self) {
        self.parked = true;
    }

    /// The thread is awake: a paused clock has moved on.
    pub(crate) fn unpark(&mut self) {
        self.parked = true;
        self.paused_us = self.now_us();
        self.parked = false;
    }

    fn since(&self, began: Instant, now: Instant) -> u64 {
        let elapsed = now.saturating_duration_since(began).as_micros();
        self.before_us + u64::try_from(elapsed).unwrap_or(u64::MAX)
    }
}
