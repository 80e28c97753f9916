//! `concurrent.futures.Future`: the result of work that another thread does.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use event_loop::AnyTask;

use crate::ExecutorError;

/// The result of work that another thread does: `concurrent.futures.Future`.
///
/// Get one from [`ThreadPoolExecutor::submit`](crate::ThreadPoolExecutor::submit) or
/// [`LoopHandle::run_coroutine_threadsafe`](crate::LoopHandle::run_coroutine_threadsafe).
/// There are two ways to wait for it:
///
/// - [`result`](Self::result) blocks the thread. It is for threads that have no loop.
/// - `.await` suspends the task only: `await asyncio.wrap_future(future)`.
///
/// Dropping it stops nothing: the work goes on, and its result is dropped.
#[must_use = "the work goes on without it, but its result is lost"]
pub struct ConcurrentFuture<T> {
    shared: Arc<Shared<T>>,
}

/// The data that the waiting side and the working side share.
struct Shared<T> {
    /// A blocking lock, not tokio's: one of the two sides has no loop, and it is held for
    /// a few instructions and never across an await.
    state: Mutex<State<T>>,
    /// Wakes the threads in `result`. Tasks are woken by their waker instead.
    done: Condvar,
    /// Set if the work is a task of a loop, which can be stopped while it runs. A job
    /// in a thread cannot, and leaves this empty. Set once, right after spawning.
    task: OnceLock<AnyTask>,
}

struct State<T> {
    stage: Stage<T>,
    /// The task that awaits the result; at most one, since `.await` takes the future.
    waker: Option<Waker>,
}

enum Stage<T> {
    /// It has not begun, so it can be cancelled. A coroutine stays here until it is done:
    /// it stops at its next await, and so it can be cancelled all along.
    Pending,
    /// A thread is running it, and nothing can make it stop.
    Running,
    Done(Result<T, ExecutorError>),
    /// The value was moved to the task that awaited it.
    Taken,
}

/// The side that does the work. Dropped without a result, it leaves "cancelled".
pub(crate) struct Promise<T> {
    shared: Arc<Shared<T>>,
}

/// The two ends of one piece of work.
pub(crate) fn pair<T>() -> (Promise<T>, ConcurrentFuture<T>) {
    let shared = Arc::new(Shared {
        state: Mutex::new(State {
            stage: Stage::Pending,
            waker: None,
        }),
        done: Condvar::new(),
        task: OnceLock::new(),
    });
    let promise = Promise {
        shared: Arc::clone(&shared),
    };
    (promise, ConcurrentFuture { shared })
}

impl<T> ConcurrentFuture<T> {
    /// Blocks this thread until the work is done, and returns a copy of the result:
    /// `future.result(timeout)`. `None` means no limit.
    ///
    /// It may be called again, and returns the same again. In async code write `.await`:
    /// a task that calls this blocks all other tasks of its loop. Called without a
    /// timeout on the loop that must do the work, it never returns, as in Python.
    ///
    /// The value is cloned with the future locked, so `T::clone` must not use it.
    ///
    /// # Errors
    ///
    /// Returns [`ExecutorError::TimedOut`] if the timeout has expired; the work goes on.
    /// Returns [`ExecutorError::Cancelled`] or [`ExecutorError::Panicked`] if there is no
    /// value.
    pub fn result(&self, timeout: Option<Duration>) -> Result<T, ExecutorError>
    where
        T: Clone,
    {
        // A deadline too far away for the clock means no limit.
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut state = self.shared.lock();
        loop {
            if let Stage::Done(outcome) = &state.stage {
                return outcome.clone();
            }
            state = match deadline {
                None => self.shared.done.wait(state),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return Err(ExecutorError::TimedOut);
                    }
                    let waited = self.shared.done.wait_timeout(state, left);
                    Ok(waited.unwrap_or_else(PoisonError::into_inner).0)
                }
            }
            .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Tries to cancel the work. Returns `false` if it is too late: a thread is running
    /// it, or it is done.
    ///
    /// A job that waits in the queue of a pool will never run. A coroutine of a loop is
    /// dropped at its await, in the next turn of the loop; its result is
    /// [`ExecutorError::Cancelled`] from now on.
    pub fn cancel(&self) -> bool {
        let mut state = self.shared.lock();
        match state.stage {
            Stage::Pending => {}
            Stage::Done(Err(ExecutorError::Cancelled)) => return true,
            Stage::Running | Stage::Done(_) | Stage::Taken => return false,
        }
        self.shared
            .end(&mut state, Err(ExecutorError::Cancelled))
            .wake(state);
        if let Some(task) = self.shared.task.get() {
            task.cancel();
        }
        true
    }

    /// Whether the work has ended: with a value, a panic, or the cancellation.
    pub fn done(&self) -> bool {
        matches!(self.shared.lock().stage, Stage::Done(_))
    }

    /// Whether the work was cancelled.
    pub fn cancelled(&self) -> bool {
        let state = self.shared.lock();
        matches!(state.stage, Stage::Done(Err(ExecutorError::Cancelled)))
    }

    /// Whether a thread of a pool is running it: it can no longer be cancelled.
    pub fn running(&self) -> bool {
        matches!(self.shared.lock().stage, Stage::Running)
    }

    /// Makes [`cancel`](Self::cancel) cancel `task` as well.
    pub(crate) fn cancels(&self, task: AnyTask) {
        self.shared.task.get_or_init(|| task);
    }
}

impl<T> fmt::Debug for ConcurrentFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = match &self.shared.lock().stage {
            Stage::Pending => "pending",
            Stage::Running => "running",
            Stage::Done(Err(ExecutorError::Cancelled)) => "cancelled",
            Stage::Done(_) | Stage::Taken => "finished",
        };
        f.debug_tuple("ConcurrentFuture").field(&stage).finish()
    }
}

impl<T> IntoFuture for ConcurrentFuture<T> {
    type Output = Result<T, ExecutorError>;
    type IntoFuture = Waiting<T>;

    fn into_future(self) -> Waiting<T> {
        Waiting {
            shared: Some(self.shared),
        }
    }
}

/// Awaits a [`ConcurrentFuture`]: `asyncio.wrap_future(future)`.
///
/// Dropping it stops nothing: the work goes on, and its result is dropped.
#[must_use = "futures do nothing unless you `.await` or poll them"]
#[derive(Debug)]
pub struct Waiting<T> {
    /// `None` if the work was refused: there is nothing to wait for.
    shared: Option<Arc<Shared<T>>>,
}

impl<T> Waiting<T> {
    /// Makes a future that is ready at once, with the error for a refused job.
    pub(crate) fn refused() -> Self {
        Waiting { shared: None }
    }
}

impl<T> Future for Waiting<T> {
    type Output = Result<T, ExecutorError>;

    /// # Panics
    ///
    /// Panics if it is polled again after it was ready.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(shared) = &self.shared else {
            return Poll::Ready(Err(ExecutorError::ShutDown));
        };
        let mut state = shared.lock();
        match mem::replace(&mut state.stage, Stage::Taken) {
            Stage::Done(outcome) => Poll::Ready(outcome),
            Stage::Taken => panic!("the future was polled after it was ready"),
            not_yet => {
                state.stage = not_yet;
                // Keeps the waker of the last poll if it would wake the same task.
                match &mut state.waker {
                    Some(waker) => waker.clone_from(context.waker()),
                    None => state.waker = Some(context.waker().clone()),
                }
                Poll::Pending
            }
        }
    }
}

impl<T> Promise<T> {
    /// Takes note that a thread begins with the work. Returns `false` if the work was
    /// cancelled before: then the thread must not do it.
    pub(crate) fn start(&self) -> bool {
        let mut state = self.shared.lock();
        let pending = matches!(state.stage, Stage::Pending);
        if pending {
            state.stage = Stage::Running;
        }
        pending
    }

    /// Ends the work. Does nothing if it was cancelled before.
    pub(crate) fn finish(&self, outcome: Result<T, ExecutorError>) {
        let mut state = self.shared.lock();
        if matches!(state.stage, Stage::Pending | Stage::Running) {
            self.shared.end(&mut state, outcome).wake(state);
        }
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        self.finish(Err(ExecutorError::Cancelled));
    }
}

/// The waker to call once the lock is released: a waker runs foreign code.
struct ToWake(Option<Waker>);

impl ToWake {
    fn wake<T>(self, state: MutexGuard<'_, State<T>>) {
        drop(state);
        if let Some(waker) = self.0 {
            waker.wake();
        }
    }
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Poisoned only by a panic in `T::clone`, which has changed nothing here.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, state: &mut State<T>, outcome: Result<T, ExecutorError>) -> ToWake {
        state.stage = Stage::Done(outcome);
        self.done.notify_all();
        ToWake(state.waker.take())
    }
}

impl<T> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}
