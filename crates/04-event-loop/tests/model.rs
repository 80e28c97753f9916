//! The loop against a model of asyncio's own: hundreds of small programs at random.

mod common;

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use common::new_event_loop;
use event_loop::{EventLoop, RunError};
use tasks_and_callbacks::{Task, TaskError};
use testing::{Dice, Log, next_turn, run};

/// What a task does, step by step.
#[derive(Clone, Debug)]
enum Step {
    Say,
    /// `await asyncio.sleep(0)`
    Yield,
    Spawn(Vec<Step>),
    Stop,
    /// Cancels the task of that number, modulo the number of tasks.
    Cancel(u32),
}

/// What is done to the loop from outside, one after the other.
#[derive(Debug)]
enum Outside {
    Spawn(Vec<Step>),
    /// `loop.stop(); loop.run_forever()`
    OneTurn,
    /// `loop.run_until_complete(…)`
    Until(Vec<Step>),
}

/// A random program.
trait AnyProgram {
    fn steps(&mut self, depth: u64) -> Vec<Step>;
    fn program(&mut self) -> Vec<Outside>;
}

impl AnyProgram for Dice {
    fn steps(&mut self, depth: u64) -> Vec<Step> {
        let count = self.below(6);
        let step = |_| match self.below(9) {
            0..3 => Step::Say,
            3..6 => Step::Yield,
            6 if depth > 0 => Step::Spawn(self.steps(depth - 1)),
            6 => Step::Say,
            7 => Step::Cancel(self.below(8) as u32),
            _ => Step::Stop,
        };
        (0..count).map(step).collect()
    }

    fn program(&mut self) -> Vec<Outside> {
        let count = 3 + self.below(8);
        let outside = |_| match self.below(4) {
            0..2 => Outside::Spawn(self.steps(3)),
            2 => Outside::OneTurn,
            _ => Outside::Until(self.steps(3)),
        };
        (0..count).map(outside).collect()
    }
}

/// `asyncio.BaseEventLoop`, without timers and sockets.
#[derive(Default)]
struct Model {
    ready: VecDeque<Handle>,
    stopping: bool,
    named: u32,
    done: BTreeSet<u32>,
    /// `_must_cancel`
    cancelled: BTreeSet<u32>,
    said: Vec<String>,
}

enum Handle {
    Task {
        name: u32,
        steps: VecDeque<Step>,
    },
    /// The callback with which `run_until_complete` stops the loop.
    MainIsDone,
}

impl Model {
    fn spawn(&mut self, steps: &[Step]) -> u32 {
        let name = self.named;
        self.named += 1;
        let steps = steps.iter().cloned().collect();
        self.ready.push_back(Handle::Task { name, steps });
        name
    }

    /// `run_forever`, which the end of `main` stops as well.
    fn run(&mut self, main: Option<u32>) {
        loop {
            // As many as are ready now: what is added meanwhile is for the next turn.
            for _ in 0..self.ready.len() {
                let Some(Handle::Task { name, mut steps }) = self.ready.pop_front()
                else {
                    self.stopping = true;
                    continue;
                };
                let mut began = false;
                let yielded = loop {
                    if self.cancelled.contains(&name) && !began {
                        break false;
                    }
                    began = true;
                    match steps.pop_front() {
                        Some(Step::Say) => self.said.push(format!("task {name}")),
                        Some(Step::Spawn(steps)) => _ = self.spawn(&steps),
                        Some(Step::Stop) => self.stopping = true,
                        Some(Step::Cancel(number)) => {
                            let other = number % self.named;
                            if !self.done.contains(&other) {
                                self.cancelled.insert(other);
                            }
                        }
                        Some(Step::Yield) => break true,
                        None => break false,
                    }
                };
                if yielded {
                    self.ready.push_back(Handle::Task { name, steps });
                } else {
                    self.done.insert(name);
                    if main == Some(name) {
                        self.ready.push_back(Handle::MainIsDone);
                    }
                }
            }
            if self.stopping {
                break;
            }
        }
        self.stopping = false;
        // CPython leaves the callback in the queue when somebody else stopped the loop
        // just before it; then it ends the next run early. That is not copied.
        self.ready
            .retain(|handle| matches!(handle, Handle::Task { .. }));
    }
}

/// The same for the loop under test. Names are given in order of creation.
fn real(event_loop: EventLoop, log: Log, names: Names, steps: Vec<Step>) -> Boxed {
    let name = names.next();
    Box::pin(async move {
        for step in steps {
            match step {
                Step::Say => log.say(format!("task {name}")),
                Step::Yield => next_turn().await,
                Step::Stop => event_loop.stop(),
                Step::Cancel(number) => names.cancel(number),
                Step::Spawn(steps) => {
                    let child =
                        real(event_loop.clone(), log.clone(), names.clone(), steps);
                    names.add(event_loop.create_task(child));
                }
            }
        }
    })
}

type Boxed = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// The tasks, by their names. They are named and made in the same order.
#[derive(Clone, Default)]
struct Names(Arc<AtomicU32>, Arc<Mutex<Vec<Task<()>>>>);

impl Names {
    fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }

    fn add(&self, task: Task<()>) -> Task<()> {
        self.1.lock().expect("no task panics").push(task.clone());
        task
    }

    fn cancel(&self, number: u32) {
        let tasks = self.1.lock().expect("no task panics");
        let task = tasks[number as usize % tasks.len()].clone();
        drop(tasks);
        task.cancel();
    }
}

/// Whatever is spawned, stopped and run, in whatever order: the tasks say their lines in
/// the same run and in the same order as in asyncio's loop.
#[test]
fn turns_are_those_of_asyncio() {
    for seed in 1..=2000 {
        let program = Dice::new(seed).program();
        let (runtime, event_loop) = new_event_loop();
        let (log, names) = (Log::default(), Names::default());
        let task = |steps: &Vec<Step>| {
            real(
                event_loop.clone(),
                log.clone(),
                names.clone(),
                steps.clone(),
            )
        };
        let mut model = Model::default();
        for (index, outside) in program.iter().enumerate() {
            match outside {
                Outside::Spawn(steps) => {
                    names.add(event_loop.create_task(task(steps)));
                    model.spawn(steps);
                }
                Outside::OneTurn => {
                    event_loop.stop();
                    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
                    model.stopping = true;
                    model.run(None);
                }
                Outside::Until(steps) => {
                    let main = names.add(event_loop.create_task(task(steps)));
                    let main = event_loop.run_until_complete(main);
                    let ended = run(&runtime, main);
                    let name = model.spawn(steps);
                    model.run(Some(name));
                    let ways =
                        (model.done.contains(&name), model.cancelled.contains(&name));
                    let expected = match ways {
                        (true, false) => Ok(()),
                        (true, true) => Err(RunError::Task(TaskError::Cancelled)),
                        (false, _) => Err(RunError::Stopped),
                    };
                    assert_eq!(
                        ended, expected,
                        "seed {seed}, step {index}: {program:?}"
                    );
                }
            }
            let said = std::mem::take(&mut model.said);
            assert_eq!(log.take(), said, "seed {seed}, step {index}: {program:?}");
        }
    }
}
