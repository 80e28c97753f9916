//! `wait`: which tasks are done, and which are not.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures::future::{BoxFuture, select};
use tasks_and_callbacks::{Task, TaskError, next_turn};
use tokio::sync::Notify;

use crate::TaskSet;
use crate::callbacks::{Callbacks, assert_one_loop, distinct};
use crate::limit::Limit;

/// The condition that ends a [`wait`]: `return_when`.
#[derive(Debug)]
pub enum ReturnWhen<T> {
    /// One task is done, however it ended: `asyncio.FIRST_COMPLETED`.
    FirstCompleted,
    /// One task ended in an exception, or all are done: `asyncio.FIRST_EXCEPTION`.
    ///
    /// The function says which results count as exceptions, often `Result::is_err`. A
    /// panic always counts. A cancellation does not, nor does it in asyncio. The task is
    /// locked meanwhile, so the function must not use it. If the function panics, the
    /// wait panics.
    FirstException(fn(&T) -> bool),
    /// All tasks are done: `asyncio.ALL_COMPLETED`.
    AllCompleted,
}

// Not derived: that would ask for a `T` that can be copied.
impl<T> Clone for ReturnWhen<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ReturnWhen<T> {}

/// Waits for tasks and reports which are done: `asyncio.wait(tasks, return_when=…)`.
///
/// Awaiting the returned [`Wait`] gives two sets, `(done, pending)`. A task that is
/// given twice counts once. Tasks that end in the same turn of the loop are all in
/// `done`, also when waiting for the first only. Nothing is cancelled, and nothing is
/// raised: a failure stays in its task, until [`Task::result`] is called.
///
/// # Panics
///
/// Panics if there are no tasks, where asyncio raises `ValueError`, or if a task is
/// attached to a different loop than the others or the running one.
///
/// # Cancel safety
///
/// Dropping the `.await` halfway only stops the waiting. The tasks go on.
#[track_caller]
pub fn wait<T>(
    tasks: impl IntoIterator<Item = Task<T>>,
    return_when: ReturnWhen<T>,
) -> Wait<T> {
    let tasks = distinct(tasks);
    assert!(!tasks.is_empty(), "Set of Tasks/Futures is empty.");
    assert_one_loop(&tasks);
    Wait {
        tasks,
        return_when,
        timeout: None,
    }
}

/// A wait that has not begun; from [`wait`].
#[must_use = "it waits only if awaited"]
pub struct Wait<T> {
    tasks: Vec<Task<T>>,
    return_when: ReturnWhen<T>,
    timeout: Option<Duration>,
}

impl<T> Wait<T> {
    /// Waits for at most `timeout`, counted from the `.await`; `None` means no limit. Tasks
    /// that are not done by then are pending: nothing is cancelled, and nothing fails.
    ///
    /// A task whose own timer fires at the same instant is done if its timer was set
    /// first. A timeout of zero is a turn of the loop, as in asyncio: every task that is
    /// ready gets two turns, one before that timer and one after it.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }
}

impl<T: Clone + Send + 'static> IntoFuture for Wait<T> {
    type Output = (TaskSet<T>, TaskSet<T>);
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            assert_one_loop(&self.tasks);
            let are_done = match self.timeout {
                None => {
                    self.until_enough().await;
                    None
                }
                Some(Duration::ZERO) => {
                    // A timer of zero fires within a millisecond, and tasks could run
                    // to completion meanwhile.
                    next_turn().await;
                    next_turn().await;
                    None
                }
                Some(timeout) => self.until_enough_or(timeout).await,
            };
            // Without an answer from the moment of the limit, this moment counts.
            let are_done = are_done.unwrap_or_else(|| are_done_now(&self.tasks));
            let (mut done, mut pending) = (Vec::new(), Vec::new());
            for (task, is_done) in self.tasks.into_iter().zip(are_done) {
                if is_done {
                    done.push(task);
                } else {
                    pending.push(task);
                }
            }
            (TaskSet::new(done), TaskSet::new(pending))
        })
    }
}

fn are_done_now<T>(tasks: &[Task<T>]) -> Vec<bool> {
    tasks.iter().map(Task::done).collect()
}

impl<T: Clone + Send + 'static> Wait<T> {
    /// Waits until enough tasks are done, or the limit expires. Returns which tasks were
    /// done when the limit expired, or `None` if it has not expired.
    async fn until_enough_or(&self, timeout: Duration) -> Option<Vec<bool>> {
        let at_limit = Arc::new(OnceLock::new());
        let (tasks, answer) = (self.tasks.clone(), Arc::clone(&at_limit));
        let limit = Limit::new(timeout, move || {
            answer.get_or_init(|| are_done_now(&tasks));
        });
        // Tasks may have ended between the limit and now: those were too late.
        let _first = select(pin!(self.until_enough()), limit).await;
        at_limit.get().cloned()
    }

    async fn until_enough(&self) {
        // A `Notify` keeps one permit: a callback that comes first is not missed.
        let enough = Arc::new(Notify::new());
        let notify = Arc::clone(&enough);
        let running = Arc::new(AtomicUsize::new(self.tasks.len()));
        let panicked = Arc::new(OnceLock::<Panic>::new());
        let panics = Arc::clone(&panicked);
        let return_when = self.return_when;
        let callbacks = Callbacks::add(&self.tasks, move |task| {
            // Relaxed: it only counts. How a task ended is read under its own lock.
            let all_done = running.fetch_sub(1, Ordering::Relaxed) == 1;
            // Unwind-safe: the condition only reads. Its panic goes to the waiting task.
            let is_met = catch_unwind(AssertUnwindSafe(|| return_when.is_met_by(task)));
            let is_met = is_met.unwrap_or_else(|panic| {
                let panic = std::sync::Mutex::new(Some(panic));
                drop(panics.set(panic));
                true
            });
            if all_done || is_met {
                notify.notify_one();
            }
        });
        enough.notified().await;
        drop(callbacks);
        let panic = panicked.get().and_then(|panic| panic.lock().ok()?.take());
        if let Some(panic) = panic {
            resume_unwind(panic);
        }
    }
}

/// A caught panic, which only one thread may look at.
type Panic = std::sync::Mutex<Option<Box<dyn Any + Send>>>;

impl<T> ReturnWhen<T> {
    fn is_met_by(&self, task: &Task<T>) -> bool {
        match self {
            ReturnWhen::FirstCompleted => true,
            ReturnWhen::FirstException(is_exception) => {
                task.inspect(|outcome| match outcome {
                    Some(Ok(value)) => is_exception(value),
                    Some(Err(error)) => matches!(error, TaskError::Panicked(_)),
                    None => false,
                })
            }
            ReturnWhen::AllCompleted => false,
        }
    }
}
