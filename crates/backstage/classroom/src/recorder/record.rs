//! The recording under way: its beginning, its end, and the writing of an event.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, ThreadId};

use recording::{
    Clock, Event, EventKind, Frame, MAIN, Outcome, Owner, Place, Stream, TaskKind,
    Waits,
};
use tokio::runtime::Handle;

use super::stacks::{self, StackId};
use super::state::{State, THREAD, Task, ThreadState, Time};
use crate::settings::request;

static RECORDER: OnceLock<Recorder> = OnceLock::new();

pub(super) struct Recorder {
    pub(super) clock: Clock,
    /// Whether events are written out. If not, they only feed the watchdog.
    writes: bool,
    /// The file of the program that begins the run.
    pub(super) file: String,
    /// The thread that polls the tasks.
    thread: ThreadId,
    /// A std Mutex: it is held for a few instructions and never across an await.
    state: Mutex<State>,
}

impl Recorder {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A lesson that panics must still be recorded to its end.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn on_runtime_thread(&self) -> bool {
        thread::current().id() == self.thread
    }

    pub(super) fn write(
        &self,
        state: &mut State,
        task: u32,
        kind: EventKind,
        place: Option<Place>,
    ) {
        if !self.writes {
            return;
        }
        let printed = matches!(kind, EventKind::Printed { .. });
        state.out.add(&Event {
            at_us: state.time.now_us(),
            task,
            kind,
            place,
        });
        // A line appears when it is printed: a class is watching, and a program that
        // ends by `exit` writes nothing afterwards.
        if printed {
            state.out.flush();
        }
    }

    /// The awaits of a stack, and the line of the innermost one.
    pub(super) fn stack(
        &self,
        state: &mut State,
        stack: Option<StackId>,
    ) -> (Arc<[Frame]>, Option<Place>) {
        match stack {
            Some(stack) if self.writes => state.stacks.lines(stack, &self.file),
            _ => Default::default(),
        }
    }

    /// Writes the poll that `thread` is in the middle of, if it was not written yet: it
    /// is one after all, since something happens in it.
    pub(super) fn record_poll(&self, state: &mut State, thread: &mut ThreadState) {
        let poll = &mut thread.poll;
        if poll.hooked && poll.is_poll && !poll.recorded {
            poll.recorded = true;
            if let Some(task) = poll.task {
                self.write(state, task, EventKind::Polled, None);
            }
        }
    }

    /// Adds a task, and returns its number.
    pub(super) fn new_task(
        &self,
        state: &mut State,
        parent: Option<u32>,
        kind: TaskKind,
        owner: Owner,
        place: Option<Place>,
    ) -> u32 {
        let number = u32::try_from(state.tasks.len()).expect("fewer than 2^32 tasks");
        state.tasks.push(Task::new(kind));
        let spawned = EventKind::Spawned {
            parent,
            kind,
            owner,
        };
        self.write(state, number, spawned, place);
        number
    }
}

/// Calls `action` with the recorder, its state and this thread's, if a recording is on.
pub(super) fn with<T>(
    action: impl FnOnce(&Recorder, &mut State, &mut ThreadState) -> T,
) -> Option<T> {
    let recorder = RECORDER.get()?;
    THREAD
        .try_with(|thread| {
            // Borrowed before the lock is taken, and never twice: nothing called below
            // emits a span.
            let mut thread = thread.try_borrow_mut().ok()?;
            let mut state = recorder.lock();
            Some(action(recorder, &mut state, &mut thread))
        })
        .ok()
        .flatten()
}

/// Begins the recording with `main` as its first task, or a further run of it on the
/// clock of another runtime. Without a runtime, time does not pass. Returns whether a
/// run began: it does not while another one is under way.
pub(super) fn open(
    clock: Clock,
    runtime: Option<Handle>,
    waits: Waits,
    place: Place,
) -> bool {
    let recorder = RECORDER.get_or_init(|| Recorder {
        clock,
        file: place.file.to_string(),
        writes: request().record,
        thread: thread::current().id(),
        state: Mutex::default(),
    });
    let mut state = recorder.lock();
    if state.tasks.is_empty() {
        state.tasks.push(Task::new(TaskKind::Task));
    } else if state.time.has_runtime() || runtime.is_none() {
        return false;
    }
    if recorder.writes {
        // Reading the debug information takes time, which is not to be that of the run.
        stacks::read_debug_information();
    }
    state.time = Time::of(runtime, clock, state.time.now_us());
    state.ending = false;
    state.tasks[MAIN as usize].ended = false;
    let began = EventKind::Began { clock, waits };
    recorder.write(&mut state, MAIN, began, Some(place));
    true
}

/// Whether events are written; `None` if no recording is on.
pub(super) fn writes() -> Option<bool> {
    RECORDER.get().map(|recorder| recorder.writes)
}

/// Records that `main` ended. Tasks that are dropped from here on are cancelled.
pub(crate) fn main_finished(how: Outcome) {
    with(|recorder, state, thread| {
        thread.running.clear();
        state.ending = true;
        state.tasks[MAIN as usize].ended = true;
        recorder.write(state, MAIN, EventKind::Finished { how }, None);
    });
}

/// Notes that the runtime is gone: its clock stands still from here on.
pub(crate) fn runtime_dropped() {
    with(|recorder, state, _| {
        state.time = Time::of(None, recorder.clock, state.time.now_us());
        state.out.flush();
    });
}

/// Records a line for the task that runs on this thread, and returns whether it could.
pub(super) fn record_line(text: String, stream: Stream, place: Option<Place>) -> bool {
    with(|recorder, state, thread| {
        recorder.record_poll(state, thread);
        let task = match thread.running.last() {
            Some(&task) => task,
            None if recorder.on_runtime_thread() => MAIN,
            None => *thread.number.get_or_insert_with(|| {
                let kind = TaskKind::Thread;
                recorder.new_task(state, None, kind, Owner::Program, None)
            }),
        };
        let printed = EventKind::Printed { text, stream };
        recorder.write(state, task, printed, place);
    })
    .is_some()
}

/// Writes out what has gathered.
pub(super) fn flush() {
    with(|_, state, _| state.out.flush());
}
