//! Programs made of callbacks, to be run by the loop, by a plain model, and by CPython.

use std::fmt;
use std::sync::{Arc, Mutex};

use call_later::{Handle, Loop, TimerHandle};
use proptest::collection::vec;
use proptest::prelude::*;

use testing::millis;

/// Every callback has a number, and a list of what it does when it is called. Number 0
/// stands for the code in front of `run_forever`.
#[derive(Clone, Debug)]
pub struct Program(pub Vec<Vec<Action>>);

/// What a callback does. Times are in milliseconds.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    Soon { callback: usize },
    Later { delay: u64, callback: usize },
    At { when: u64, callback: usize },
    Cancel { callback: usize },
}

/// The loop stops here. No program goes on for so long.
pub const END: u64 = 1_000_000;

/// Any program of up to `most` callbacks, each of which is added by one that has a lower
/// number. Whom an action cancels is left to chance: it may be waiting, be next in this
/// turn, have been called, not have been added, or be the one that cancels.
pub fn any_program(most: usize) -> impl Strategy<Value = Program> {
    let added = (any::<prop::sample::Index>(), 0..3, 0_u64..8);
    let cancels = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    (vec(added, 1..most), vec(cancels, 0..most / 2)).prop_map(|(added, cancels)| {
        let mut program = vec![Vec::new(); added.len() + 1];
        for (index, (by, how, time)) in added.into_iter().enumerate() {
            let callback = index + 1;
            // Often 0, so that much happens before the loop runs.
            let by = by.index(2 * callback).saturating_sub(callback);
            program[by].push(match how {
                0 => Action::Soon { callback },
                1 => Action::Later {
                    delay: time,
                    callback,
                },
                _ => Action::At {
                    when: 2 * time,
                    callback,
                },
            });
        }
        for (by, whom) in cancels {
            let callback = whom.index(program.len());
            let actions = by.index(program.len());
            program[actions].push(Action::Cancel { callback });
        }
        Program(program)
    })
}

/// One line a callback, for the program that runs it in Python.
impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for actions in &self.0 {
            for action in actions {
                match action {
                    Action::Soon { callback } => write!(f, "soon 0 {callback} ")?,
                    Action::Later { delay, callback } => {
                        write!(f, "later {delay} {callback} ")?;
                    }
                    Action::At { when, callback } => {
                        write!(f, "at {when} {callback} ")?
                    }
                    Action::Cancel { callback } => write!(f, "cancel 0 {callback} ")?,
                }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// Which callbacks were called, and when, in order.
pub type Calls = Vec<(u64, usize)>;

/// A running program: what the callbacks have in common.
#[derive(Default)]
struct Run {
    calls: Calls,
    /// By the number of the callback.
    handles: Vec<Option<AnyHandle>>,
}

enum AnyHandle {
    Soon(Handle),
    Timer(TimerHandle),
}

/// Runs the program on the loop of this crate.
pub fn run_here(program: &Program) -> Calls {
    testing::paused_runtime().block_on(async {
        let event_loop = Loop::new();
        let mut run = Run::default();
        run.handles.resize_with(program.0.len(), || None);
        let run = Arc::new(Mutex::new(run));
        let program = Arc::new(program.clone());
        act(0, &event_loop, &program, &run);
        event_loop.call_at(millis(END), Loop::stop);
        event_loop.run_forever().await.expect("it is not closed");
        let mut run = run.lock().expect("no callback panics");
        std::mem::take(&mut run.calls)
    })
}

fn act(
    callback: usize,
    event_loop: &Loop,
    program: &Arc<Program>,
    run: &Arc<Mutex<Run>>,
) {
    for action in &program.0[callback] {
        let call = |callback: usize| {
            let (program, run) = (Arc::clone(program), Arc::clone(run));
            move |event_loop: &Loop| {
                let now = event_loop.time().as_millis();
                let now = u64::try_from(now).expect("far below");
                let mut locked = run.lock().expect("no callback panics");
                locked.calls.push((now, callback));
                drop(locked);
                act(callback, event_loop, &program, &run);
            }
        };
        let (added, handle) = match *action {
            Action::Soon { callback } => {
                let handle = event_loop.call_soon(call(callback));
                (callback, AnyHandle::Soon(handle))
            }
            Action::Later { delay, callback } => {
                let handle = event_loop.call_later(millis(delay), call(callback));
                (callback, AnyHandle::Timer(handle))
            }
            Action::At { when, callback } => {
                let handle = event_loop.call_at(millis(when), call(callback));
                (callback, AnyHandle::Timer(handle))
            }
            Action::Cancel { callback } => {
                match &run.lock().expect("no callback panics").handles[callback] {
                    Some(AnyHandle::Soon(handle)) => handle.cancel(),
                    Some(AnyHandle::Timer(handle)) => handle.cancel(),
                    None => {}
                }
                continue;
            }
        };
        run.lock().expect("no callback panics").handles[added] = Some(handle);
    }
}

/// What the documentation says, word for word: a list that is searched for the first
/// that is due, and turns.
pub fn run_on_paper(program: &Program) -> Calls {
    struct Waiting {
        /// `None` for `call_soon`, which comes before all timers.
        when: Option<u64>,
        callback: usize,
    }
    let mut calls = Calls::new();
    let mut now = 0;
    // In the order in which they were added.
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut this_turn: Vec<Waiting> = Vec::new();
    let mut called = 0;
    loop {
        for action in &program.0[called] {
            let (when, callback) = match *action {
                Action::Soon { callback } => (None, callback),
                Action::Later { delay, callback } => (Some(now + delay), callback),
                Action::At { when, callback } => (Some(when), callback),
                Action::Cancel { callback } => {
                    waiting.retain(|other| other.callback != callback);
                    this_turn.retain(|other| other.callback != callback);
                    continue;
                }
            };
            waiting.push(Waiting { when, callback });
        }
        if this_turn.is_empty() {
            let Some(first) = waiting.iter().map(|waiting| waiting.when).min() else {
                return calls;
            };
            now = now.max(first.unwrap_or(now));
            let due = |waiting: &mut Waiting| waiting.when <= Some(now);
            this_turn = waiting.extract_if(.., due).collect();
            // It is stable: equal deadlines stay in the order in which they were added.
            this_turn.sort_by_key(|waiting| waiting.when);
        }
        let next = this_turn.remove(0);
        called = next.callback;
        calls.push((now, called));
    }
}
