//! Trees of `gather`, `wait`, `wait_for` and `as_completed`: what happens in them is what
//! happens in asyncio. Random trees are run on both.
//!
//! Without Python 3.11 or newer, this test says that it was not run; see `testing::python`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic;
use std::sync::{Arc, Mutex};

use futures::future::BoxFuture;
use gather_vs_wait::{ReturnWhen, WaitForError, as_completed, gather, wait, wait_for};
use tasks_and_callbacks::{Task, TaskError, create_task, next_turn};
use testing::{Dice, Log, in_a_task, millis, paused_runtime};
use tokio::time::{Instant, sleep};

const TREES: u64 = 600;

/// A task, and what it waits for.
#[derive(Clone, Debug)]
struct Node {
    name: usize,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    /// Sleeps so many milliseconds, one time after the other; zero is `sleep(0)`. Then it
    /// returns its name, or fails.
    Leaf {
        steps: Vec<u64>,
        fails: bool,
    },
    Gather {
        nodes: Vec<Node>,
        exceptions: bool,
    },
    Nested {
        groups: Vec<Vec<Node>>,
    },
    Wait {
        nodes: Vec<Node>,
        when: &'static str,
        timeout: Option<u64>,
    },
    WaitFor {
        node: Box<Node>,
        limit: Option<u64>,
    },
    Completed {
        nodes: Vec<Node>,
    },
}

#[derive(Debug)]
struct Tree {
    root: Node,
    /// At which time which task is cancelled.
    cancels: Vec<(u64, usize)>,
    may_cancel: bool,
}

/// Makes random trees.
struct Maker {
    dice: Dice,
    names: usize,
    /// Whether anything may be cancelled, by a limit or from outside. Then no two things
    /// happen at one time: a cancelled task ends at once here and a few turns later in
    /// asyncio, so the order within a millisecond is not the same.
    cancels: bool,
}

impl Maker {
    fn time(&mut self) -> u64 {
        match self.cancels {
            true => 1 + self.dice.below(300_000),
            false => self.dice.below(4),
        }
    }

    fn nodes(&mut self, depth: u64) -> Vec<Node> {
        let count = 1 + self.dice.below(3);
        (0..count).map(|_| self.node(depth - 1)).collect()
    }

    fn node(&mut self, depth: u64) -> Node {
        let name = self.names;
        self.names += 1;
        let kind = if depth == 0 { 0 } else { self.dice.below(10) };
        let body = match kind {
            0..2 => Body::Leaf {
                steps: {
                    let least = u64::from(self.cancels);
                    let count = least + self.dice.below(3);
                    (0..count).map(|_| self.time()).collect()
                },
                fails: self.dice.below(4) == 0,
            },
            2..4 => Body::Gather {
                nodes: self.nodes(depth),
                exceptions: self.dice.below(2) == 0,
            },
            4 => Body::Nested {
                groups: (0..1 + self.dice.below(2))
                    .map(|_| self.nodes(depth))
                    .collect(),
            },
            5..7 => Body::Wait {
                nodes: self.nodes(depth),
                when: ["first", "error", "all"][usize::from(self.dice.below(3) as u8)],
                // Zero has a test of its own: only the number of turns is asyncio's.
                timeout: (self.dice.below(2) == 0).then(|| self.time().max(1)),
            },
            7..9 if self.cancels => Body::WaitFor {
                node: Box::new(self.node(depth - 1)),
                // Zero has tests of its own: between 3.11 and 3.12, the number of turns
                // that it takes has changed.
                limit: (self.dice.below(6) > 0).then(|| self.time()),
            },
            _ => Body::Completed {
                nodes: self.nodes(depth),
            },
        };
        Node { name, body }
    }

    fn tree(&mut self) -> Tree {
        let root = self.node(3);
        let count = if self.cancels { self.dice.below(3) } else { 0 };
        let names = self.names as u64;
        let cancels = (0..count)
            .map(|_| (self.time(), self.dice.below(names) as usize))
            .collect();
        Tree {
            root,
            cancels,
            may_cancel: self.cancels,
        }
    }
}

fn tree(seed: u64) -> Tree {
    let mut maker = Maker {
        dice: Dice::new(seed),
        names: 0,
        cancels: seed.is_multiple_of(2),
    };
    maker.tree()
}

/// As JSON, for Python.
fn json(node: &Node) -> String {
    let all = |nodes: &[Node]| {
        let nodes: Vec<_> = nodes.iter().map(json).collect();
        format!("[{}]", nodes.join(", "))
    };
    let or_null =
        |time: Option<u64>| time.map_or("null".to_owned(), |it| it.to_string());
    let name = node.name;
    match &node.body {
        Body::Leaf { steps, fails } => {
            format!(r#"{{"name": {name}, "leaf": {steps:?}, "fails": {fails}}}"#)
        }
        Body::Gather { nodes, exceptions } => {
            let nodes = all(nodes);
            format!(
                r#"{{"name": {name}, "gather": {nodes}, "exceptions": {exceptions}}}"#
            )
        }
        Body::Nested { groups } => {
            let groups: Vec<_> = groups.iter().map(|group| all(group)).collect();
            format!(r#"{{"name": {name}, "nested": [{}]}}"#, groups.join(", "))
        }
        Body::Wait {
            nodes,
            when,
            timeout,
        } => {
            let (nodes, timeout) = (all(nodes), or_null(*timeout));
            format!(
                r#"{{"name": {name}, "wait": {nodes}, "when": "{when}", "timeout": {timeout}}}"#
            )
        }
        Body::WaitFor { node, limit } => {
            let (node, limit) = (json(node), or_null(*limit));
            format!(r#"{{"name": {name}, "wait_for": {node}, "limit": {limit}}}"#)
        }
        Body::Completed { nodes } => {
            format!(r#"{{"name": {name}, "completed": {}}}"#, all(nodes))
        }
    }
}

impl Tree {
    fn json(&self) -> String {
        let cancels: Vec<_> = self
            .cancels
            .iter()
            .map(|(at, who)| [*at, *who as u64])
            .collect();
        format!(
            r#"{{"root": {}, "cancels": {cancels:?}}}"#,
            json(&self.root)
        )
    }
}

/// What the tasks of one tree share.
#[derive(Clone)]
struct World {
    start: Instant,
    log: Log,
    tasks: Arc<Mutex<BTreeMap<usize, Task<String>>>>,
}

/// Says that a task was cancelled, unless it has said how it ended.
struct Ends {
    world: World,
    name: usize,
    said: bool,
}

impl Drop for Ends {
    fn drop(&mut self) {
        if !self.said {
            self.world.say(&format!("{} cancelled", self.name));
        }
    }
}

impl World {
    fn say(&self, what: &str) {
        let now = self.start.elapsed().as_millis();
        self.log.say(format!("{now} {what}"));
    }

    fn spawn(&self, node: &Node) -> Task<String> {
        let task = create_task(self.clone().run(node.clone()));
        let mut tasks = self.tasks.lock().expect("nothing panics here");
        tasks.insert(node.name, task.clone());
        task
    }

    fn task(&self, name: usize) -> Option<Task<String>> {
        let tasks = self.tasks.lock().expect("nothing panics here");
        tasks.get(&name).cloned()
    }

    fn spawn_all(&self, nodes: &[Node]) -> Vec<Task<String>> {
        nodes.iter().map(|node| self.spawn(node)).collect()
    }

    async fn run(self, node: Node) -> String {
        let name = node.name;
        self.say(&format!("{name} starts"));
        let mut ends = Ends {
            world: self.clone(),
            name,
            said: false,
        };
        let outcome = self.body(node).await;
        match outcome {
            Ok(result) => {
                ends.said = true;
                self.say(&format!("{name} ends: {result}"));
                result
            }
            Err(TaskError::Panicked(message)) => {
                ends.said = true;
                self.say(&format!("{name} fails: {message}"));
                panic::panic_any(message)
            }
            // The exception of a child that was cancelled goes on up. A task cannot return
            // it: it cancels itself.
            Err(_) => {
                self.task(name).expect("it was spawned").cancel();
                std::future::pending().await
            }
        }
    }

    fn body(&self, node: Node) -> BoxFuture<'_, Result<String, TaskError>> {
        Box::pin(async move {
            match node.body {
                Body::Leaf { steps, fails } => {
                    for time in steps {
                        match time {
                            0 => next_turn().await,
                            time => sleep(millis(time)).await,
                        }
                    }
                    let name = node.name.to_string();
                    if fails {
                        Err(TaskError::Panicked(name))
                    } else {
                        Ok(name)
                    }
                }
                Body::Gather { nodes, exceptions } => {
                    let group = gather(self.spawn_all(&nodes));
                    if exceptions {
                        let results = group.return_exceptions().await;
                        let results: Vec<_> =
                            results.into_iter().map(outcome).collect();
                        return Ok(format!("[{}]", results.join(" ")));
                    }
                    Ok(format!("[{}]", group.await?.join(" ")))
                }
                Body::Nested { groups } => {
                    let mut inner = Vec::new();
                    for nodes in &groups {
                        inner.push(gather(self.spawn_all(nodes)));
                    }
                    let lists = gather(inner).await?;
                    let lists: Vec<_> = lists
                        .iter()
                        .map(|it| format!("[{}]", it.join(" ")))
                        .collect();
                    Ok(format!("[{}]", lists.join(" ")))
                }
                Body::Wait {
                    nodes,
                    when,
                    timeout,
                } => {
                    let tasks = self.spawn_all(&nodes);
                    let when = match when {
                        "first" => ReturnWhen::FirstCompleted,
                        "error" => ReturnWhen::FirstException(|_| false),
                        _ => ReturnWhen::AllCompleted,
                    };
                    let waiting =
                        wait(tasks.clone(), when).timeout(timeout.map(millis));
                    let (done, _) = waiting.await;
                    let letter = |task| if done.contains(task) { 'd' } else { 'p' };
                    Ok(tasks.iter().map(letter).collect())
                }
                Body::WaitFor { node, limit } => {
                    let task = self.spawn(&node);
                    match wait_for(task, limit.map(millis)).await {
                        Ok(result) => Ok(format!("({result})")),
                        Err(WaitForError::Timeout) => Ok("late".to_owned()),
                        Err(WaitForError::Task(error)) => Err(error),
                    }
                }
                Body::Completed { nodes } => {
                    let mut arrivals = as_completed(self.spawn_all(&nodes));
                    let mut got = Vec::new();
                    while let Some(result) = arrivals.next().await {
                        got.push(outcome(result));
                    }
                    Ok(format!("<{}>", got.join(" ")))
                }
            }
        })
    }
}

fn outcome(result: Result<String, TaskError>) -> String {
    match result {
        Ok(result) => result,
        Err(TaskError::Panicked(message)) => format!("!{message}"),
        Err(_) => "x".to_owned(),
    }
}

fn run_here(tree: &Tree) -> Vec<String> {
    let log = Log::default();
    let said = log.clone();
    let (root, cancels) = (tree.root.clone(), tree.cancels.clone());
    paused_runtime().block_on(async {
        let main = async move {
            let world = World {
                start: Instant::now(),
                log: said,
                tasks: Arc::default(),
            };
            for (time, name) in cancels {
                let world = world.clone();
                create_task(async move {
                    sleep(millis(time)).await;
                    if let Some(task) = world.task(name) {
                        // Asyncio says it once its children are told, and so after them.
                        let answer = if task.cancel() { "True" } else { "False" };
                        world.say(&format!("cancel {name}: {answer}"));
                    }
                });
            }
            let _outcome = world.spawn(&root).await;
        };
        in_a_task(async move {
            main.await;
            sleep(millis(2_000_000)).await;
        })
        .await;
    });
    log.take()
}

/// The lines of each moment, in no particular order.
fn by_time(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

#[test]
fn trees_do_what_they_do_in_cpython() {
    let mut input = String::new();
    let trees: Vec<_> = (1..=TREES).map(|seed| (seed, tree(seed))).collect();
    for (_, tree) in &trees {
        writeln!(input, "{}", tree.json()).expect("a String takes every text");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cpython.py");
    let Some(expected) = testing::python::run(script, input) else {
        return;
    };
    assert_eq!(expected.len(), trees.len());
    // Every leaf that fails would print a message.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let found: Vec<_> = trees.iter().map(|(_, tree)| run_here(tree)).collect();
    panic::set_hook(hook);
    for ((seed, tree), (found, expected)) in
        trees.iter().zip(found.iter().zip(&expected))
    {
        let found = found.clone();
        let expected = expected.split("; ").map(str::to_owned).collect();
        let (found, expected) = match tree.may_cancel {
            false => (found, expected),
            true => (by_time(found), by_time(expected)),
        };
        assert_eq!(found, expected, "seed {seed}: {}", tree.json());
    }
}
