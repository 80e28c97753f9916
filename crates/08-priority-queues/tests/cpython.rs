//! Whoever puts, gets, joins and gives up, and whenever: the queues do what asyncio's do.
//! Random schedules are run on both.
//!
//! After each step everything that follows from it happens. So no `get` comes between the
//! wake of another one and its turn: there asyncio lets it overtake, and this crate says
//! that it does not.
//!
//! Without Python 3.11 or newer, this test says that it was not run; see `testing::python`.

use std::fmt::{self, Debug, Display};
use std::sync::Arc;

use priority_queues::{
    FifoQueue, GetNowaitError, LifoQueue, PriorityQueue, PutNowaitError, Queue, Store,
};
use testing::{Dice, Log, in_a_task, next_turn, paused_runtime};
use tokio::task::JoinHandle;

const SCHEDULES: u64 = 400;

#[derive(Clone, Copy, Debug)]
enum Step {
    Put(u64),
    Get,
    PutNowait(u64),
    GetNowait,
    TaskDone,
    Join,
    /// Cancels the task of an earlier step, or its own.
    Cancel(usize),
}

#[derive(Debug)]
struct Schedule {
    kind: &'static str,
    maxsize: usize,
    steps: Vec<Step>,
}

fn schedule(seed: u64) -> Schedule {
    let mut dice = Dice::new(seed);
    let kind = ["priority", "priority", "lifo", "fifo"][seed as usize % 4];
    let maxsize = dice.below(4) as usize;
    let count = 5 + dice.below(30);
    let step = |_| match dice.below(12) {
        0..3 => Step::Put(dice.below(4)),
        3..6 => Step::Get,
        6 => Step::PutNowait(dice.below(4)),
        7 => Step::GetNowait,
        8..10 => Step::TaskDone,
        10 => Step::Join,
        _ => Step::Cancel(dice.below(40) as usize),
    };
    Schedule {
        kind,
        maxsize,
        steps: (0..count).map(step).collect(),
    }
}

/// As JSON, for Python.
impl Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Put(priority) => write!(f, r#"["put", {priority}]"#),
            Step::Get => write!(f, r#"["get"]"#),
            Step::PutNowait(priority) => write!(f, r#"["put_nowait", {priority}]"#),
            Step::GetNowait => write!(f, r#"["get_nowait"]"#),
            Step::TaskDone => write!(f, r#"["task_done"]"#),
            Step::Join => write!(f, r#"["join"]"#),
            Step::Cancel(other) => write!(f, r#"["cancel", {other}]"#),
        }
    }
}

impl Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps: Vec<_> = self.steps.iter().map(Step::to_string).collect();
        let (kind, maxsize, steps) = (self.kind, self.maxsize, steps.join(", "));
        write!(
            f,
            r#"{{"kind": "{kind}", "maxsize": {maxsize}, "steps": [{steps}]}}"#
        )
    }
}

/// A priority and the number of the step.
type Pair = (u64, usize);

async fn act<S>(queue: Arc<Queue<S>>, log: Log, number: usize, step: Step)
where
    S: Store<Item = Pair>,
{
    /// Says that the task was cancelled.
    struct Ends(Log, usize);
    impl Drop for Ends {
        fn drop(&mut self) {
            self.0.say(format!("{} cancelled", self.1));
        }
    }
    let ends = Ends(log.clone(), number);
    let got = |(priority, from): Pair| format!("got {priority}/{from}");
    let said = match step {
        Step::Put(priority) => {
            let put = queue.put((priority, number)).await;
            put.expect("it is not shut down");
            "put".to_owned()
        }
        Step::Get => got(queue.get().await.expect("it is not shut down")),
        Step::PutNowait(priority) => match queue.put_nowait((priority, number)) {
            Ok(()) => "put".to_owned(),
            Err(PutNowaitError::Full(_)) => "full".to_owned(),
            Err(PutNowaitError::ShutDown(_)) => unreachable!("it is not shut down"),
        },
        Step::GetNowait => match queue.get_nowait() {
            Ok(pair) => got(pair),
            Err(GetNowaitError::Empty) => "empty".to_owned(),
            Err(GetNowaitError::ShutDown) => unreachable!("it is not shut down"),
        },
        Step::TaskDone => match queue.task_done() {
            Ok(()) => String::new(),
            Err(error) => error.to_string(),
        },
        Step::Join => {
            queue.join().await;
            "joined".to_owned()
        }
        Step::Cancel(_) => unreachable!("it needs the tasks"),
    };
    std::mem::forget(ends);
    if !said.is_empty() {
        log.say(format!("{number} {said}"));
    }
}

fn python_bool(yes: bool) -> &'static str {
    if yes { "True" } else { "False" }
}

async fn run_on<S>(queue: Queue<S>, steps: Vec<Step>) -> String
where
    S: Store<Item = Pair> + Send + 'static,
{
    let (queue, log) = (Arc::new(queue), Log::default());
    let mut tasks: Vec<JoinHandle<()>> = Vec::new();
    for (number, step) in steps.into_iter().enumerate() {
        if let Step::Cancel(other) = step {
            // In Python it is a task like the others, and may cancel itself.
            tasks.push(tokio::spawn(async {}));
            let other = &tasks[other % tasks.len()];
            let answer = !other.is_finished();
            other.abort();
            log.say(format!("{number} cancels: {}", python_bool(answer)));
        } else {
            let act = act(Arc::clone(&queue), log.clone(), number, step);
            tasks.push(tokio::spawn(act));
        }
        for _ in 0..20 {
            next_turn().await;
        }
        let (empty, full) = (python_bool(queue.empty()), python_bool(queue.full()));
        log.say(format!("{} {empty} {full}", queue.qsize()));
    }
    let said = log.take().join("; ");
    tasks.iter().for_each(JoinHandle::abort);
    said
}

fn run_here(schedule: &Schedule) -> String {
    let (maxsize, steps) = (schedule.maxsize, schedule.steps.clone());
    let kind = schedule.kind;
    paused_runtime().block_on(in_a_task(async move {
        match kind {
            "priority" => run_on(PriorityQueue::new(maxsize), steps).await,
            "lifo" => run_on(LifoQueue::new(maxsize), steps).await,
            _ => run_on(FifoQueue::new(maxsize), steps).await,
        }
    }))
}

#[test]
fn schedules_do_what_they_do_in_cpython() {
    let schedules: Vec<_> =
        (1..=SCHEDULES).map(|seed| (seed, schedule(seed))).collect();
    let lines: Vec<_> = schedules.iter().map(|(_, it)| format!("{it}\n")).collect();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cpython.py");
    let Some(expected) = testing::python::run(script, lines.concat()) else {
        return;
    };
    assert_eq!(expected.len(), schedules.len());
    for ((seed, schedule), expected) in schedules.iter().zip(&expected) {
        assert_eq!(&run_here(schedule), expected, "seed {seed}: {schedule}");
    }
}
