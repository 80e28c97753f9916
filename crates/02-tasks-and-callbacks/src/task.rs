//! The task: its state, its end, and what happens after the end.

use std::collections::BTreeMap;
use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::Waker;

use futures::FutureExt;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use crate::TaskError;

/// A handle to a running or finished task: `asyncio.Task`.
///
/// Get one from [`create_task`] or [`ensure_future`](crate::ensure_future). Clones are
/// handles to the same task. Dropping them all detaches the task, which goes on.
///
/// A task can be awaited, by value or by reference, as often as you like and from as
/// many places as you like. If its output is not `Clone`, put it in an
/// [`Arc`].
///
/// ```
/// # use tasks_and_callbacks::create_task;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let task = create_task(async { 6 * 7 });
/// assert_eq!((&task).await, Ok(42));
/// assert_eq!(task.await, Ok(42));
/// # }
/// ```
pub struct Task<T> {
    shared: Arc<Shared<T>>,
}

/// What the handles and the running future have in common.
struct Shared<T> {
    /// A blocking lock, not tokio's: it is held for a few instructions and never across
    /// an await, and destructors, which cannot await, need it too. One lock for all of
    /// the state, so that nobody can see a task done whose callbacks still wait to be
    /// taken, and so that no callback is registered too late to be called.
    state: Mutex<State<T>>,
    /// Where the callbacks run. Remembered, because they may be added from a thread
    /// that is in no runtime, and because spawning on a handle never panics: a runtime
    /// that has shut down drops what it is given.
    runtime: Handle,
    /// Cancels the tokio task. It exists only after spawning, when the future, which
    /// shares this struct, may already run elsewhere; hence a cell that is set once.
    abort: OnceLock<AbortHandle>,
}

/// The part of a task that changes.
pub(crate) struct State<T> {
    /// `None` until the task is done; then never changed again.
    pub(crate) outcome: Option<Result<T, TaskError>>,
    /// Remembered, so that a task which returns in the very poll in which it was
    /// cancelled ends cancelled, as in asyncio. Tokio alone would let it return.
    cancel_requested: bool,
    /// Whom to tell about the end. Ids only grow, so the map is in the order of
    /// registration, and removing one of thousands of waiters stays cheap.
    pub(crate) when_done: BTreeMap<CallbackId, WhenDone<T>>,
}

type Callback<T> = Box<dyn FnOnce(&Task<T>) + Send>;

/// What to do in the turn after the end.
///
/// A task that awaits is in one list with the callbacks because in asyncio its wakeup
/// is a callback: the order of registration holds between the two kinds.
pub(crate) enum WhenDone<T> {
    Call(Callback<T>),
    Wake(Waker),
}

/// Names a callback, to remove it again; from [`Task::add_done_callback`].
///
/// Python removes a callback by comparing functions. Closures in Rust cannot be
/// compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallbackId(u64);

impl CallbackId {
    /// An id that was never given before. Unique among all tasks, so that the id of one
    /// task's callback removes nothing from another task. To be called with the state
    /// locked: then the ids of one task are in the order of registration.
    pub(crate) fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        // Relaxed: the counter itself never goes back, and nothing else hangs on it.
        CallbackId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Runs `future` as a task of the current runtime: `asyncio.create_task(coroutine)`.
///
/// The task does not start here but in the next turn of the loop, when the caller waits
/// for something. It goes on when the returned handle is dropped.
///
/// # Panics
///
/// If no tokio runtime is running on this thread, like [`tokio::spawn`].
#[track_caller]
pub fn create_task<F>(future: F) -> Task<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let runtime = Handle::current();
    let task = Task {
        shared: Arc::new(Shared {
            state: Mutex::new(State {
                outcome: None,
                cancel_requested: false,
                when_done: BTreeMap::new(),
            }),
            runtime: runtime.clone(),
            abort: OnceLock::new(),
        }),
    };
    let spawned = runtime.spawn(run(future, CancelledOnDrop(task.clone())));
    task.shared.abort.get_or_init(|| spawned.abort_handle());
    task
}

/// What tokio runs: `future`, and the bookkeeping of its end.
///
/// `future` is the first parameter because a future that never started drops its
/// parameters in this order: whoever sees the task done, may rely on `future` being
/// gone.
async fn run<F: Future>(future: F, guard: CancelledOnDrop<F::Output>)
where
    F::Output: Send + 'static,
{
    // Unwind-safe: `future` is not used again after a panic.
    match AssertUnwindSafe(future).catch_unwind().await {
        Ok(value) => {
            if !guard.0.finish(Ok(value)) {
                // Cancelled during its last poll. Tokio drops us when we return to it.
                std::future::pending::<()>().await;
            }
        }
        Err(payload) => {
            guard.0.finish(Err(TaskError::from_panic(&*payload)));
            // Tokio shall know about the panic too. This does not print it again.
            resume_unwind(payload);
        }
    }
}

/// Ends the task as cancelled if its future is dropped before it is done: by
/// [`Task::cancel`], or by the runtime shutting down.
struct CancelledOnDrop<T: Send + 'static>(Task<T>);

impl<T: Send + 'static> Drop for CancelledOnDrop<T> {
    fn drop(&mut self) {
        self.0.finish(Err(TaskError::Cancelled));
    }
}

impl<T> Task<T> {
    /// Whether the task is over: it returned, panicked, or was cancelled.
    pub fn done(&self) -> bool {
        self.lock().outcome.is_some()
    }

    /// Whether the task ended by being cancelled. `false` while it is only requested.
    pub fn cancelled(&self) -> bool {
        matches!(self.lock().outcome, Some(Err(TaskError::Cancelled)))
    }

    /// Returns a copy of what the task returned.
    ///
    /// The value is cloned with the task locked, so `T::clone` must not use this task.
    ///
    /// # Errors
    ///
    /// [`TaskError::NotDone`] if the task still runs, [`TaskError::Cancelled`] if it was
    /// cancelled, [`TaskError::Panicked`] if it panicked.
    pub fn result(&self) -> Result<T, TaskError>
    where
        T: Clone,
    {
        let state = self.lock();
        state.outcome.clone().unwrap_or(Err(TaskError::NotDone))
    }

    /// Asks for the task to be cancelled. Returns `false` if it is done already.
    ///
    /// The task's future is dropped in the next turn of the loop; [`done`](Self::done)
    /// is `false` until then. A task that has not started yet never runs at all. `true`
    /// means that the task will not return a value any more: a task that cancels itself
    /// and returns without waiting again ends cancelled, as in asyncio. Only a panic in
    /// that last stretch wins over the cancellation.
    pub fn cancel(&self) -> bool {
        let mut state = self.lock();
        if state.outcome.is_some() {
            return false;
        }
        state.cancel_requested = true;
        drop(state);
        // Always set here: `create_task` sets it before it gives the task away, and the
        // only other handle goes to callbacks, which see the task done.
        if let Some(abort) = self.shared.abort.get() {
            abort.abort();
        }
        true
    }

    /// Takes `callback` back. Returns how many were removed: 1, or 0 if it was removed
    /// before, has been called, or is about to be called because the task is done.
    pub fn remove_done_callback(&self, callback: CallbackId) -> usize {
        usize::from(self.remove(callback))
    }

    /// Whether both are handles to the same task: `self is other`.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Forgets `id`. What was registered is dropped with the lock released, because its
    /// destructor is foreign code.
    pub(crate) fn remove(&self, id: CallbackId) -> bool {
        let removed = self.lock().when_done.remove(&id);
        removed.is_some()
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State<T>> {
        // A poisoned lock is still good: the only foreign code that runs under it is
        // `T::clone`, which cannot change the state, so no panic leaves it half changed.
        let state = self.shared.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send + 'static> Task<T> {
    /// Has `callback` called with this task once it is done.
    ///
    /// Callbacks run in the turn of the loop after the one in which the task ended,
    /// however it ended, in the order in which they were added. If the task is done
    /// already, `callback` runs in the next turn, never inside this call. A callback
    /// that panics harms nobody else: the message is printed, the others still run.
    ///
    /// Callbacks are not called if the runtime shuts down first.
    pub fn add_done_callback<C>(&self, callback: C) -> CallbackId
    where
        C: FnOnce(&Task<T>) + Send + 'static,
    {
        let callback: Callback<T> = Box::new(callback);
        let mut state = self.lock();
        let id = CallbackId::next();
        if state.outcome.is_none() {
            state.when_done.insert(id, WhenDone::Call(callback));
        } else {
            drop(state);
            self.call_soon(vec![callback]);
        }
        id
    }

    /// Ends the task, unless it has ended, and queues what is to be done after it.
    ///
    /// Returns `false`, and does nothing, for a value that comes after a cancellation.
    fn finish(&self, outcome: Result<T, TaskError>) -> bool {
        let mut state = self.lock();
        if state.outcome.is_some() {
            return true;
        }
        if state.cancel_requested && outcome.is_ok() {
            // `outcome` outlives the lock: parameters are dropped after the locals.
            return false;
        }
        state.outcome = Some(outcome);
        let when_done = mem::take(&mut state.when_done);
        drop(state);

        // Waking queues a task as spawning does, so the queue of the loop gets
        // everything in the order of registration. Callbacks in a row share one spawn.
        let mut in_a_row = Vec::new();
        for entry in when_done.into_values() {
            match entry {
                WhenDone::Call(callback) => in_a_row.push(callback),
                WhenDone::Wake(waker) => {
                    self.call_soon(mem::take(&mut in_a_row));
                    waker.wake();
                }
            }
        }
        self.call_soon(in_a_row);
        true
    }

    /// Queues `callbacks` for the next turn: `loop.call_soon`.
    fn call_soon(&self, callbacks: Vec<Callback<T>>) {
        if callbacks.is_empty() {
            return;
        }
        let task = self.clone();
        self.shared.runtime.spawn(async move {
            for callback in callbacks {
                // Unwind-safe: the callback is used up, and `task` never changes in a
                // way that a panic could interrupt. The panic hook has printed the
                // message, so there is nothing left to do with the error.
                let _printed = catch_unwind(AssertUnwindSafe(|| callback(&task)));
            }
        });
    }
}

// Not derived: that would ask for `T: Clone`.
impl<T> Clone for Task<T> {
    fn clone(&self) -> Self {
        Task {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.lock().outcome {
            None => "pending",
            Some(Err(TaskError::Cancelled)) => "cancelled",
            Some(_) => "finished",
        };
        write!(f, "<Task {state}>")
    }
}
