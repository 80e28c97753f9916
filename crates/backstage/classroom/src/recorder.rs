//! Turns what tokio reports into the events of a recording, and writes them to stdout.
//!
//! Two things tokio does not say outright are worked out here:
//!
//! - **How a poll ended.** A task's span is entered for a poll, and once more to drop its
//!   future. Between the runtime's hooks before and after a turn, entered twice is a
//!   poll that completed; entered once and then closed is a task dropped unfinished.
//! - **Who woke a task.** Inside a poll, or right after a task finished, it is that task.
//!   While the thread is parked it is the timer if one is due, else a socket. Between
//!   turns it is the deferred wake of `yield_now`. On other threads, it is the thread.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::{self, Write};
use std::panic;
use std::process;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, ThreadId};

use recording::{Clock, Event, How, Place, Stream, TaskKind, Waker, What, write_event};
use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::{output, settings, watchdog};

/// RFC 7464's record separator. It stands before each event, so that a reader of stdout
/// can tell the recording from what the program prints by other means.
const RECORD_SEPARATOR: u8 = 0x1e;

/// Events are written out when this many bytes have gathered, if not before.
const BUFFER: usize = 1 << 16;

/// tokio's timers have a resolution of a millisecond, and fire within it.
const TIMER_RESOLUTION_US: u64 = 1000;

const MAIN: u32 = 0;

static RECORDER: OnceLock<Recorder> = OnceLock::new();

struct Recorder {
    clock: Clock,
    /// The events are written out. If not, they only feed the watchdog.
    writes: bool,
    /// The thread that polls the tasks.
    thread: ThreadId,
    /// A std Mutex: it is held for a few instructions and never across an await.
    state: Mutex<State>,
}

pub(crate) struct State {
    time: Time,
    pub(crate) tasks: Vec<Task>,
    /// Task numbers by the span that tokio opened for the task.
    numbers: HashMap<u64, u32>,
    /// Which task each pending wait belongs to.
    waiting: HashMap<u64, u32>,
    /// The pending waits that a timer will end.
    pub(crate) timers: HashSet<u64>,
    /// Which task holds each mutex that is locked, and since when.
    pub(crate) held: HashMap<u64, (u32, u64)>,
    out: Vec<u8>,
    /// `main` is over; what is still dropped now is cancelled.
    ending: bool,
}

/// Where the time of an event is read.
#[derive(Default)]
struct Time {
    /// How many sockets the runtime has for itself.
    own_sockets: u64,
    /// The runtime, and what its clock showed at first. The handle lets a paused clock be
    /// read outside the runtime too. A program without a runtime has neither.
    runtime: Option<(Handle, Instant)>,
    /// The clock is paused. If not, it is the one on the wall, and can be read anywhere.
    paused: bool,
    /// What had passed before this runtime began, if there was one before it.
    before_us: u64,
}

impl Time {
    fn of(runtime: Option<Handle>, clock: Clock, before_us: u64) -> Time {
        let mut time = Time {
            paused: clock == Clock::Virtual,
            own_sockets: 0,
            runtime: runtime.map(|handle| {
                let _context = handle.enter();
                (handle.clone(), Instant::now())
            }),
            before_us,
        };
        time.own_sockets = time.open_sockets().unwrap_or(0);
        time
    }

    /// How many sockets the program has open; `None` if that is not known.
    fn open_sockets(&self) -> Option<u64> {
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

    fn now_us(&self) -> u64 {
        let Some((handle, began)) = &self.runtime else {
            return self.before_us;
        };
        let now = if self.paused && Handle::try_current().is_err() {
            let _context = handle.enter();
            Instant::now()
        } else if self.paused {
            Instant::now()
        } else {
            std::time::Instant::now().into()
        };
        let elapsed = now.saturating_duration_since(*began);
        self.before_us + u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX)
    }
}

pub(crate) struct Task {
    pub(crate) kind: TaskKind,
    /// It is in the run queue: spawned or woken, and not polled since.
    pub(crate) ready: bool,
    pub(crate) over: bool,
    /// It was polled in a turn of our own runtime, so it is never polled anywhere else.
    hooked: bool,
    panicked: bool,
    pub(crate) waits: Vec<Wait>,
}

impl Task {
    fn new(kind: TaskKind) -> Self {
        Task {
            kind,
            ready: true,
            over: false,
            hooked: false,
            panicked: false,
            waits: Vec::new(),
        }
    }
}

/// A wait that was pending when it was last polled.
pub(crate) struct Wait {
    poll: u64,
    /// The span of what it waits for.
    pub(crate) resource: u64,
    on: String,
    pub(crate) place: Option<Place>,
    /// A timer ends it.
    timer: bool,
    /// When that fires, if it was set in a poll: a timer may be reset outside of one.
    due_us: Option<u64>,
    /// It was polled in the current poll of its task.
    fresh: bool,
    /// It said that it is over; unless it says otherwise in the same poll, as a sleep
    /// does after asking for its share of the budget.
    over: bool,
}

/// What one thread is doing.
#[derive(Default)]
struct Here {
    /// The tasks being polled or dropped on this thread, innermost last.
    running: Vec<u32>,
    turn: Turn,
    /// The task whose future was dropped last, with nothing polled since.
    just_finished: Option<u32>,
    /// The task whose span was left last, with none entered since.
    left: Option<u32>,
    parked: bool,
    /// The pending-or-not polls of resources that are under way, innermost last.
    operations: Vec<u64>,
    /// The deadline set by the operation that is under way.
    due_us: Option<u64>,
    /// Its number, for a thread of the program's own that took part.
    number: Option<u32>,
}

/// One turn of a task: what happens between the runtime's two hooks.
#[derive(Default)]
struct Turn {
    on: bool,
    task: Option<u32>,
    entered: u32,
    /// The poll was written to the recording.
    told: bool,
    /// The task was ready, so the first entry is a poll. Otherwise it is an abort.
    poll: bool,
}

thread_local! {
    static HERE: RefCell<Here> = RefCell::default();
}

/// A task that tokio reports.
pub(crate) struct Spawned<'a> {
    pub(crate) span: u64,
    pub(crate) kind: &'a str,
    pub(crate) place: Option<Place>,
}

/// A wait that was polled and is not over.
pub(crate) struct Pending {
    pub(crate) poll: u64,
    pub(crate) resource: u64,
    pub(crate) on: String,
    pub(crate) place: Option<Place>,
    /// A timer ends it.
    pub(crate) timer: bool,
}

impl Recorder {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A lesson that panics must still be recorded to its end.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn on_runtime_thread(&self) -> bool {
        thread::current().id() == self.thread
    }

    fn write(&self, state: &mut State, task: u32, what: What, place: Option<Place>) {
        if !self.writes {
            return;
        }
        let printed = matches!(what, What::Printed { .. });
        let event = Event {
            at_us: state.time.now_us(),
            task,
            what,
            place,
        };
        state.out.push(RECORD_SEPARATOR);
        write_event(&mut state.out, &event).expect("a Vec takes every byte");
        // On the real clock somebody is watching: a line appears when it is printed.
        // And without a runtime nobody would write it out at the end.
        let now = self.clock == Clock::Real || state.time.runtime.is_none();
        if state.out.len() >= BUFFER || (printed && now) {
            write_out(state);
        }
    }

    /// Writes the poll that `here` is in the middle of, if it was not written yet: it
    /// is one after all, since something happens in it.
    fn tell_poll(&self, state: &mut State, here: &mut Here) {
        if here.turn.on && here.turn.poll && !here.turn.told {
            here.turn.told = true;
            if let Some(task) = here.turn.task {
                self.write(state, task, What::Polled, None);
            }
        }
    }

    fn tell_waits(&self, state: &mut State, task: u32) {
        let waits = &mut state.tasks[task as usize].waits;
        waits.retain(|wait| !wait.over);
        let old = waits.iter().filter(|wait| !wait.fresh).count();
        let mut fresh = Vec::new();
        for wait in waits.iter_mut().filter(|wait| wait.fresh) {
            wait.fresh = false;
            fresh.push((wait.on.clone(), wait.place.clone()));
        }
        let more = u32::try_from(old).unwrap_or(u32::MAX);
        if fresh.is_empty() {
            // Nothing it polled is one that tokio names. Older waits may still be there.
            let what = match waits.last() {
                Some(wait) => (
                    Some(wait.on.clone()),
                    wait.place.clone(),
                    more.saturating_sub(1),
                ),
                None => (None, None, 0),
            };
            let (on, place, more) = what;
            self.write(state, task, What::Waiting { on, more }, place);
        }
        for (on, place) in fresh {
            self.write(state, task, What::Waiting { on: Some(on), more }, place);
        }
    }

    fn wake(&self, state: &mut State, here: &mut Here, task: u32) {
        self.tell_poll(state, here);
        let woken = &mut state.tasks[task as usize];
        if woken.ready || woken.over {
            return;
        }
        woken.ready = true;
        let now = state.time.now_us() + TIMER_RESOLUTION_US;
        let timer_due = woken.waits.iter().any(|wait| {
            !wait.over && wait.timer && wait.due_us.is_none_or(|due| due < now)
        });
        let of_runtime = self.on_runtime_thread();
        let by = if let Some(&running) = here.running.last() {
            Some(Waker::Task(running))
        } else if timer_due && !of_runtime {
            // Another runtime, whose parking is not announced.
            Some(Waker::Timer)
        } else if let Some(finished) = here.just_finished {
            Some(Waker::Task(finished))
        } else if !of_runtime {
            Some(Waker::Thread)
        } else if timer_due {
            Some(Waker::Timer)
        } else if here.parked {
            Some(Waker::Io)
        } else {
            None
        };
        let what = match by {
            // Between two turns, with nothing that it waits for.
            None if woken.waits.is_empty() => What::Yielded,
            by => What::Woken { by },
        };
        self.write(state, task, what, None);
    }
}

fn write_out(state: &mut State) {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(&state.out).and_then(|()| stdout.flush());
    state.out.clear();
    output::or_leave(written);
}

/// Calls `action` with the recorder, its state and this thread's, if a recording is on.
fn with<T>(action: impl FnOnce(&Recorder, &mut State, &mut Here) -> T) -> Option<T> {
    let recorder = RECORDER.get()?;
    HERE.try_with(|here| {
        // Taken before the lock, and never twice: nothing called below emits a span.
        let mut here = here.try_borrow_mut().ok()?;
        let mut state = recorder.lock();
        Some(action(recorder, &mut state, &mut here))
    })
    .ok()
    .flatten()
}

/// Begins the recording with `main` as its first task, or goes on with it on the clock of
/// another runtime. Without a runtime no time passes that anybody could wait for.
pub(crate) fn begin(clock: Clock, runtime: Option<Handle>, place: Place) {
    let recorder = RECORDER.get_or_init(|| Recorder {
        clock,
        writes: settings::recording_asked(),
        thread: thread::current().id(),
        state: Mutex::new(State {
            time: Time::default(),
            tasks: Vec::new(),
            numbers: HashMap::new(),
            waiting: HashMap::new(),
            timers: HashSet::new(),
            held: HashMap::new(),
            out: Vec::new(),
            ending: false,
        }),
    });
    let mut state = recorder.lock();
    state.time = Time::of(runtime, clock, state.time.now_us());
    state.ending = false;
    if state.tasks.is_empty() {
        state.tasks.push(Task::new(TaskKind::Task));
        let what = What::Began {
            clock,
            waits_recorded: cfg!(tokio_unstable),
        };
        recorder.write(&mut state, MAIN, what, Some(place));
        if recorder.writes {
            record_panics();
        }
    }
}

/// Notes that `main` is over. What is dropped from here on is cancelled.
pub(crate) fn main_finished(how: How) {
    with(|recorder, state, here| {
        here.running.clear();
        state.ending = true;
        state.tasks[MAIN as usize].over = true;
        recorder.write(state, MAIN, What::Finished { how }, None);
    });
}

/// Notes that the runtime is gone: its clock stands still from here on.
pub(crate) fn runtime_dropped() {
    with(|recorder, state, _| {
        state.time = Time::of(None, recorder.clock, state.time.now_us());
        write_out(state);
    });
}

/// Records a printed line; false when no recording is on.
pub(crate) fn printed(text: fmt::Arguments<'_>, file: &'static str, line: u32) -> bool {
    match RECORDER.get() {
        Some(recorder) if recorder.writes => {}
        // It prints before it has a runtime, or has none at all.
        None if settings::recording_asked() => {
            begin(settings::clock(), None, Place::new(file, line));
        }
        _ => return false,
    }
    // Formatted before the lock is taken: a Display may print, or wake somebody.
    let text = text.to_string();
    record_line(text, Stream::Stdout, Some(Place::new(file, line)))
}

/// Makes panics part of the recording: where and why, and the task that panicked.
fn record_panics() {
    let standard = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text =
            text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let why = text.unwrap_or("something that is no text");
        let recorded = panic.location().is_some_and(|place| {
            let place = Place::new(place.file(), place.line());
            let text = format!("panicked at {}:{}: {why}", place.file, place.line);
            record_line(text, Stream::Stderr, Some(place))
        });
        if !recorded {
            standard(panic);
        }
    }));
}

fn record_line(text: String, stream: Stream, place: Option<Place>) -> bool {
    with(|recorder, state, here| {
        recorder.tell_poll(state, here);
        let task = match here.running.last() {
            Some(&task) => task,
            None if recorder.on_runtime_thread() => MAIN,
            None => *here.number.get_or_insert_with(|| {
                let kind = TaskKind::Thread;
                new_task(recorder, state, None, kind, false, None)
            }),
        };
        recorder.write(state, task, What::Printed { text, stream }, place);
    })
    .is_some()
}

fn new_task(
    recorder: &Recorder,
    state: &mut State,
    parent: Option<u32>,
    kind: TaskKind,
    library: bool,
    place: Option<Place>,
) -> u32 {
    let number = u32::try_from(state.tasks.len()).expect("fewer than 2^32 tasks");
    state.tasks.push(Task::new(kind));
    let what = What::Spawned {
        parent,
        kind,
        library,
    };
    recorder.write(state, number, what, place);
    number
}

pub(crate) fn spawned(task: Spawned<'_>) {
    with(|recorder, state, here| {
        recorder.tell_poll(state, here);
        let parent = match here.running.last() {
            Some(&parent) => Some(parent),
            None if recorder.on_runtime_thread() => Some(MAIN),
            None => here.number,
        };
        let kind = match task.kind {
            "blocking" => TaskKind::Blocking,
            "local" => TaskKind::Local,
            _ => TaskKind::Task,
        };
        // A lesson's own tasks are spawned on a line of its program. The building blocks
        // of the course count as libraries: they pass on the line that called them,
        // except for tasks of their own.
        let library = task
            .place
            .as_ref()
            .is_some_and(|place| !place.file.contains("/examples/"));
        let number = new_task(recorder, state, parent, kind, library, task.place);
        state.numbers.insert(task.span, number);
    });
}

pub(crate) fn run_began() {
    with(|_, _, here| {
        here.just_finished = None;
        here.turn = Turn {
            on: true,
            ..Turn::default()
        };
    });
}

pub(crate) fn run_ended() {
    with(|recorder, state, here| {
        if let Some(task) = here.turn.task
            && here.turn.poll
            && !state.tasks[task as usize].over
        {
            recorder.tell_poll(state, here);
            recorder.tell_waits(state, task);
        }
        here.turn = Turn::default();
        here.just_finished = None;
    });
}

pub(crate) fn task_entered(span: u64) {
    with(|recorder, state, here| {
        let Some(&number) = state.numbers.get(&span) else {
            return;
        };
        if here.running.contains(&number) {
            // It is being polled: a library has entered the span that it is in.
            here.running.push(number);
            return;
        }
        let task = &mut state.tasks[number as usize];
        if task.hooked && !recorder.on_runtime_thread() {
            // A library has taken the task's span along to a thread that works for it.
            // The task itself is never polled there.
            return;
        }
        let ready = std::mem::take(&mut task.ready);
        let kind = task.kind;
        task.hooked |= here.turn.on;
        here.just_finished = None;
        here.running.push(number);
        if here.turn.on && here.turn.task.is_none_or(|task| task == number) {
            here.turn.entered += 1;
            here.turn.task = Some(number);
            if here.turn.entered == 1 {
                here.turn.poll = ready;
            } else {
                // Entered again: the poll returned Ready, and now its future is dropped.
                recorder.tell_poll(state, here);
            }
        } else {
            // Outside a turn: a blocking task, one of a LocalSet or of another runtime that
            // has no hooks, or a task that is dropped with its runtime.
            let hooked = kind == TaskKind::Task && recorder.on_runtime_thread();
            let runs = !hooked && ready && !state.ending;
            let again = !hooked && here.left == Some(number);
            here.turn = Turn {
                task: Some(number),
                entered: if again && !runs { 2 } else { 1 },
                ..Turn::default()
            };
            if runs {
                recorder.write(state, number, What::Polled, None);
            }
        }
        here.left = None;
    });
}

pub(crate) fn task_exited(span: u64) {
    with(|recorder, state, here| {
        let Some(&number) = state.numbers.get(&span) else {
            return;
        };
        if here.running.last() != Some(&number) {
            return;
        }
        here.running.pop();
        if here.running.contains(&number) {
            return;
        }
        here.left = Some(number);
        if here.turn.on && here.turn.task == Some(number) && here.turn.entered >= 2 {
            // Its future is gone. Its span may not be: it outlives whatever the task has
            // made and given to others, which another thread may hold.
            return finish(recorder, state, here, number);
        }
        // A panic of this task is seen here, while it unwinds through the poll. One of
        // `main` drops the runtime, and the tasks with it: those are cancelled.
        if thread::panicking() && !state.ending {
            state.tasks[number as usize].panicked = true;
        }
    });
}

pub(crate) fn task_closed(span: u64) {
    with(|recorder, state, here| {
        if let Some(number) = state.numbers.remove(&span) {
            finish(recorder, state, here, number);
        }
    });
}

/// Notes that a task is over, the first time that is seen.
fn finish(recorder: &Recorder, state: &mut State, here: &mut Here, number: u32) {
    let task = &mut state.tasks[number as usize];
    if std::mem::replace(&mut task.over, true) {
        return;
    }
    let mine = here.turn.task == Some(number);
    let how = if task.panicked {
        How::Panicked
    } else if mine && here.turn.entered >= 2 {
        How::Completed
    } else {
        How::Cancelled
    };
    recorder.write(state, number, What::Finished { how }, None);
    here.just_finished = Some(number);
}

pub(crate) fn operation_entered(poll: u64) {
    with(|_, _, here| {
        if here.operations.is_empty() {
            here.due_us = None;
        }
        here.operations.push(poll);
    });
}

pub(crate) fn operation_exited(poll: u64) {
    with(|_, _, here| {
        if here.operations.last() == Some(&poll) {
            here.operations.pop();
        }
    });
}

/// A timer was set to fire in so many milliseconds, as tokio counts them: by the
/// operation under way, or by a reset between two polls. Returns how many the program
/// asked for.
pub(crate) fn timer_set(timer: u64, milliseconds: u64) -> u64 {
    with(|recorder, state, here| {
        let due_us = Some(state.time.now_us() + milliseconds * 1000);
        here.due_us = due_us;
        if here.operations.is_empty() {
            let waits = state.tasks.iter_mut().flat_map(|task| &mut task.waits);
            for wait in waits.filter(|wait| wait.resource == timer) {
                wait.due_us = due_us;
            }
        }
        match recorder.clock {
            Clock::Virtual => milliseconds,
            // tokio counts from the last full millisecond to the next one after the
            // deadline. The paused clock stands on full ones, the real one between two.
            Clock::Real => milliseconds.saturating_sub(1),
        }
    })
    .unwrap_or(milliseconds)
}

/// A wait was polled and is not over. Of nested ones the outermost counts.
pub(crate) fn operation_pending(pending: Pending) {
    let Pending {
        poll,
        resource,
        on,
        place,
        timer,
    } = pending;
    with(|_, state, here| {
        let Some(&task) = here.running.last() else {
            return;
        };
        if here.operations.first() != Some(&poll) {
            return;
        }
        let waits = &mut state.tasks[task as usize].waits;
        let known = waits.iter().position(|wait| wait.poll == poll);
        let due_us = match known {
            Some(known) => here.due_us.or(waits[known].due_us),
            None => here.due_us,
        };
        if let Some(known) = known {
            waits.remove(known);
        }
        if timer {
            state.timers.insert(poll);
        }
        waits.push(Wait {
            poll,
            resource,
            on,
            place,
            timer,
            due_us,
            fresh: true,
            over: false,
        });
        state.waiting.insert(poll, task);
    });
}

/// A mutex was locked, by the task that runs here, or it was released.
pub(crate) fn lock_changed(mutex: u64, locked: bool) {
    with(|_, state, here| {
        if locked {
            let holder = here.running.last().copied().unwrap_or(MAIN);
            state.held.insert(mutex, (holder, state.time.now_us()));
        } else {
            state.held.remove(&mutex);
        }
    });
}

/// A wait says that it came to its end.
pub(crate) fn operation_ready(poll: u64) {
    with(|_, state, _| {
        state.timers.remove(&poll);
        if let Some(&task) = state.waiting.get(&poll) {
            let waits = &mut state.tasks[task as usize].waits;
            for wait in waits.iter_mut().filter(|wait| wait.poll == poll) {
                wait.over = true;
            }
        }
    });
}

/// A wait came to its end or was given up: it is gone.
pub(crate) fn operation_closed(poll: u64) {
    with(|_, state, _| {
        state.timers.remove(&poll);
        if let Some(task) = state.waiting.remove(&poll) {
            let waits = &mut state.tasks[task as usize].waits;
            waits.retain(|wait| wait.poll != poll);
        }
    });
}

/// tokio woke the task with this span.
pub(crate) fn woken(span: u64) {
    with(|recorder, state, here| {
        if let Some(&task) = state.numbers.get(&span) {
            recorder.wake(state, here, task);
        }
    });
}

pub(crate) fn main_woken() {
    with(|recorder, state, here| recorder.wake(state, here, MAIN));
}

pub(crate) fn main_poll_began() {
    with(|recorder, state, here| {
        here.turn = Turn::default();
        here.just_finished = None;
        here.left = None;
        here.running.push(MAIN);
        state.tasks[MAIN as usize].ready = false;
        recorder.write(state, MAIN, What::Polled, None);
    });
}

pub(crate) fn main_poll_ended(pending: bool) {
    with(|recorder, state, here| {
        here.running.pop();
        if pending {
            recorder.tell_waits(state, MAIN);
        }
    });
}

/// The runtime has run out of ready tasks, and waits for timers, sockets and threads.
pub(crate) fn park_began() {
    let stuck = with(|recorder, state, here| {
        here.parked = true;
        here.just_finished = None;
        let stuck = watchdog::stuck(state, recorder.clock, state.time.open_sockets());
        if recorder.clock == Clock::Real || stuck.is_some() {
            write_out(state);
        }
        stuck
    });
    if let Some(why) = stuck.flatten() {
        if settings::recording_asked() {
            record_line(why, Stream::Stderr, None);
            with(|_, state, _| write_out(state));
        } else {
            eprintln!("{why}");
        }
        process::exit(watchdog::EXIT_CODE);
    }
}

pub(crate) fn park_ended() {
    with(|_, _, here| here.parked = false);
}
