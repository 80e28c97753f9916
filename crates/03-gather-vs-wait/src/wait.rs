//! `wait`: which tasks are done, and which are not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use tasks_and_callbacks::{Task, TaskError};
use tokio::sync::Notify;

use crate::TaskSet;
use crate::callbacks::{Callbacks, distinct};

/// What [`wait`] waits for: `return_when`.
#[derive(Debug)]
pub enum ReturnWhen<T> {
    /// One task is done, however it ended: `asyncio.FIRST_COMPLETED`.
    FirstCompleted,
    /// One task ended in an exception, or all are done: `asyncio.FIRST_EXCEPTION`.
    ///
    /// The function says which results count as exceptions, often `Result::is_err`. A
    /// panic always counts. A cancellation does not, nor does it in asyncio.
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

/// Waits for tasks and says which are done: `asyncio.wait(tasks, return_when=…)`.
///
/// Awaiting the returned [`Wait`] gives two sets, `(done, pending)`. A task that is
/// given twice counts once. Tasks that end in the same turn of the loop are all in
/// `done`, also when waiting for the first only. Nothing is cancelled, and nothing is
/// raised: a failure stays in its task, until somebody asks for [`Task::result`].
///
/// # Panics
///
/// If there are no tasks, where asyncio raises `ValueError`.
///
/// # Cancel safety
///
/// Dropping the `.await` half-way only stops the waiting. The tasks go on.
#[track_caller]
pub fn wait<T>(
    tasks: impl IntoIterator<Item = Task<T>>,
    return_when: ReturnWhen<T>,
) -> Wait<T> {
    let tasks = distinct(tasks);
    assert!(!tasks.is_empty(), "Set of Tasks/Futures is empty.");
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
    /// Waits no longer than `timeout`, counted from the `.await`. What is not done by
    /// then is pending: nothing is cancelled, and running out of time is no error.
    ///
    /// With a timeout of zero, tasks that are about to start get their first turn.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}

impl<T: Clone + Send + 'static> IntoFuture for Wait<T> {
    type Output = (TaskSet<T>, TaskSet<T>);
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            match self.timeout {
                None => self.until_enough().await,
                // A timer of zero is over at once. The one of asyncio takes its turn
                // in the queue of the loop.
                Some(Duration::ZERO) => tokio::task::yield_now().await,
                Some(timeout) => {
                    // Too late or not, the sets below say how far the tasks are.
                    let _in_time =
                        tokio::time::timeout(timeout, self.until_enough()).await;
                }
            }
            let (done, pending) = self.tasks.into_iter().partition(Task::done);
            (TaskSet::new(done), TaskSet::new(pending))
        })
    }
}

impl<T: Clone + Send + 'static> Wait<T> {
    async fn until_enough(&self) {
        // A `Notify` keeps one permit: a callback that comes first is not missed.
        let enough = Arc::new(Notify::new());
        let notify = Arc::clone(&enough);
        let running = Arc::new(AtomicUsize::new(self.tasks.len()));
        let return_when = self.return_when;
        let _callbacks = Callbacks::add(&self.tasks, move |task| {
            // Relaxed: it only counts. How a task ended is read under its own lock.
            let all_done = running.fetch_sub(1, Ordering::Relaxed) == 1;
            if all_done || return_when.is_met_by(task) {
                notify.notify_one();
            }
        });
        enough.notified().await;
    }
}

impl<T: Clone> ReturnWhen<T> {
    fn is_met_by(&self, task: &Task<T>) -> bool {
        match self {
            ReturnWhen::FirstCompleted => true,
            ReturnWhen::FirstException(is_exception) => match task.result() {
                Ok(value) => is_exception(&value),
                Err(error) => matches!(error, TaskError::Panicked(_)),
            },
            ReturnWhen::AllCompleted => false,
        }
    }
}
