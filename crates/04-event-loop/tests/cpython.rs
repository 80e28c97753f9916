//! Whatever tasks do to each other and to the loop: it happens in the order of asyncio's
//! own loop. Random programs are run on both.
//!
//! Without Python 3.11 or newer, this test says that it was not run; see `testing::python`.

mod common;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::new_event_loop;
use event_loop::{EventLoop, RunError};
use futures::future::BoxFuture;
use tasks_and_callbacks::{Task, TaskError, create_task, next_turn};
use testing::{Dice, Log};
use tokio::time::{Instant, sleep, timeout};

const PROGRAMS: u64 = 1000;

/// What a task does, step by step. Tasks are named by the order in which they are made.
#[derive(Clone)]
enum Step {
    Say,
    /// In milliseconds; zero is `asyncio.sleep(0)`.
    Sleep(u64),
    Spawn(Vec<Step>),
    Stop,
    Cancel(u64),
    /// `add_done_callback`
    Call(u64),
    /// Counts `all_tasks`.
    All,
}

/// What is done to the loop from outside, one after the other.
enum Outside {
    Spawn(Vec<Step>),
    /// `loop.stop(); loop.run_forever()`
    Turn,
    /// `loop.run_until_complete(coroutine)`
    Until(Vec<Step>),
    /// `loop.run_until_complete(task)`
    Again(u64),
}

fn steps(dice: &mut Dice, depth: u64) -> Vec<Step> {
    let count = dice.below(6);
    let step = |_| match dice.below(20) {
        0..4 => Step::Say,
        4..8 => Step::Sleep(0),
        8..11 => Step::Sleep(dice.below(4)),
        11..14 if depth > 0 => Step::Spawn(steps(dice, depth - 1)),
        11..14 => Step::Say,
        14 => Step::Stop,
        15..17 => Step::Cancel(dice.below(8)),
        17..19 => Step::Call(dice.below(8)),
        _ => Step::All,
    };
    (0..count).map(step).collect()
}

fn program(dice: &mut Dice) -> Vec<Outside> {
    let count = 2 + dice.below(7);
    let outside = |_| match dice.below(10) {
        0..4 => Outside::Spawn(steps(dice, 2)),
        4..6 => Outside::Turn,
        6..9 => Outside::Until(steps(dice, 2)),
        _ => Outside::Again(dice.below(8)),
    };
    (0..count).map(outside).collect()
}

/// As JSON, for Python.
struct Json<'a, T>(&'a [T]);

impl<T> fmt::Display for Json<'_, T>
where
    T: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (index, item) in self.0.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{item}")?;
        }
        f.write_str("]")
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Say => write!(f, r#"["say"]"#),
            Step::Sleep(time) => write!(f, r#"["sleep", {time}]"#),
            Step::Spawn(steps) => write!(f, r#"["spawn", {}]"#, Json(steps)),
            Step::Stop => write!(f, r#"["stop"]"#),
            Step::Cancel(number) => write!(f, r#"["cancel", {number}]"#),
            Step::Call(number) => write!(f, r#"["call", {number}]"#),
            Step::All => write!(f, r#"["all"]"#),
        }
    }
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outside::Spawn(steps) => write!(f, r#"["spawn", {}]"#, Json(steps)),
            Outside::Turn => write!(f, r#"["turn"]"#),
            Outside::Until(steps) => write!(f, r#"["until", {}]"#, Json(steps)),
            Outside::Again(number) => write!(f, r#"["again", {number}]"#),
        }
    }
}

/// What the tasks of one program share.
#[derive(Clone)]
struct World {
    event_loop: EventLoop,
    start: Instant,
    log: Log,
    tasks: Arc<Mutex<Vec<Option<Task<()>>>>>,
}

impl World {
    fn say(&self, what: impl fmt::Display) {
        let now = self.start.elapsed().as_millis();
        self.log.say(format!("{now} {what}"));
    }

    /// Gives the next name to what `spawn` makes of `steps`.
    fn make(
        &self,
        steps: Vec<Step>,
        spawn: impl FnOnce(BoxFuture<'static, ()>) -> Task<()>,
    ) -> Task<()> {
        let name = {
            let mut tasks = self.tasks.lock().expect("no task panics");
            tasks.push(None);
            tasks.len() - 1
        };
        let task = spawn(Box::pin(self.clone().work(name, steps)));
        self.tasks.lock().expect("no task panics")[name] = Some(task.clone());
        task
    }

    fn task(&self, number: u64) -> Option<(usize, Task<()>)> {
        let tasks = self.tasks.lock().expect("no task panics");
        let number = usize::try_from(number).expect("it is small");
        let other = number.checked_rem(tasks.len())?;
        Some((other, tasks[other].clone().expect("set where it was made")))
    }

    async fn work(self, name: usize, steps: Vec<Step>) {
        struct Ends(World, usize);
        impl Drop for Ends {
            fn drop(&mut self) {
                self.0.say(format_args!("{} ends", self.1));
            }
        }
        let _ends = Ends(self.clone(), name);
        for step in steps {
            match step {
                Step::Say => self.say(format_args!("{name} says")),
                Step::Sleep(0) => next_turn().await,
                Step::Sleep(time) => sleep(Duration::from_millis(time)).await,
                Step::Stop => self.event_loop.stop(),
                Step::Spawn(steps) => drop(self.make(steps, create_task)),
                Step::Cancel(number) => {
                    let (other, task) = self.task(number).expect("this is one");
                    let answer = python_bool(task.cancel());
                    self.say(format_args!("{name} cancels {other}: {answer}"));
                }
                Step::Call(number) => {
                    let (other, task) = self.task(number).expect("this is one");
                    let world = self.clone();
                    task.add_done_callback(move |task| {
                        let cancelled = python_bool(task.cancelled());
                        world.say(format_args!("{other} told {name}: {cancelled}"));
                    });
                }
                Step::All => {
                    let count = self.event_loop.all_tasks().len();
                    self.say(format_args!("{name} counts {count}"));
                }
            }
        }
    }
}

fn python_bool(yes: bool) -> &'static str {
    if yes { "True" } else { "False" }
}

/// Runs the program here, and returns the lines as Python joins them.
fn run_here(program: &[Outside]) -> String {
    let (runtime, event_loop) = new_event_loop();
    let start = runtime.block_on(async { Instant::now() });
    let world = World {
        event_loop: event_loop.clone(),
        start,
        log: Log::default(),
        tasks: Arc::default(),
    };
    // A program stops by itself within milliseconds.
    let limit = Duration::from_secs(60);
    let until = |task: Task<()>| {
        let main = event_loop.run_until_complete(task);
        let ended = runtime.block_on(async { timeout(limit, main).await });
        world.say(match ended.expect("it never ends") {
            Ok(()) => "done".to_owned(),
            Err(RunError::Task(TaskError::Cancelled)) => "cancelled".to_owned(),
            Err(error) => error.to_string(),
        });
    };
    let spawn = |future: BoxFuture<'static, ()>| event_loop.create_task(future);
    for outside in program {
        let _inside = runtime.enter();
        match outside {
            Outside::Spawn(steps) => drop(world.make(steps.clone(), spawn)),
            Outside::Turn => {
                event_loop.stop();
                let forever = event_loop.run_forever();
                let ran = runtime.block_on(async { timeout(limit, forever).await });
                assert_eq!(ran, Ok(Ok(())));
            }
            Outside::Until(steps) => until(world.make(steps.clone(), spawn)),
            Outside::Again(number) => {
                if let Some((_, task)) = world.task(*number) {
                    until(task);
                }
            }
        }
        world.say("-");
    }
    world.log.take().join("; ")
}

#[test]
fn the_loop_does_what_cpython_does() {
    let programs: Vec<_> = (1..=PROGRAMS)
        .map(|seed| (seed, program(&mut Dice::new(seed))))
        .collect();
    let lines: Vec<_> = programs
        .iter()
        .map(|(_, program)| format!("{}\n", Json(program)))
        .collect();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cpython.py");
    let Some(expected) = testing::python::run(script, lines.concat()) else {
        return;
    };
    assert_eq!(expected.len(), programs.len());
    for (((seed, program), line), expected) in
        programs.iter().zip(&lines).zip(&expected)
    {
        assert_eq!(&run_here(program), expected, "seed {seed}: {line}");
    }
}
