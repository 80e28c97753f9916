//! The task: its state, its end, and what happens after the end.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::Waker;

use tokio::task::AbortHandle;

use crate::any_task::{AnyTask, Common};
use crate::context::{Context, Home};
use crate::error::TaskError;

/// A handle to a running or finished task: `asyncio.Task`.
///
/// Get one from [`create_task`](crate::create_task) or
/// [`ensure_future`](crate::ensure_future). Clones are handles to the same task, and only
/// those are equal. Dropping them all detaches the task, which goes on.
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

/// The data that the handles and the running future share.
struct Shared<T> {
    /// A blocking lock, not tokio's: it is held for a few instructions and never across
    /// an await, and destructors, which cannot await, need it too. One lock for all of
    /// the state, so that no task is seen done while its callbacks still wait to be
    /// taken, and no callback is registered too late to be called.
    state: Mutex<State<T>>,
    /// The loop for the callbacks, and the things cancelled with the task. The runtime is
    /// remembered because callbacks may be added from a thread that is in no runtime,
    /// and because spawning on its handle never panics: a runtime that has shut down
    /// drops what it is given.
    context: Arc<Context>,
    work: Work,
}

/// The work that ends the task, and how to cancel it.
enum Work {
    /// A future. What there is to cancel exists only after spawning, when the future,
    /// which shares this struct, may already run elsewhere; hence a cell that is set once.
    Spawned(OnceLock<Spawned>),
    /// A [`Promise`](crate::plumbing::Promise).
    Promised(Box<dyn Fn() -> bool + Send + Sync>),
}

/// The task as its runtime and its event loop know it.
struct Spawned {
    abort: AbortHandle,
    /// Its number in its event loop; unused if there is none.
    number: u64,
}

/// The part of a task that changes.
pub(crate) struct State<T> {
    /// `None` until the task is done; then never changed again.
    pub(crate) outcome: Option<Result<T, TaskError>>,
    /// Remembered, so that a task which returns in the very poll in which it was
    /// cancelled ends cancelled, as in asyncio. Tokio alone would let it return.
    cancel_requested: bool,
    /// The callbacks and the waiting tasks. Ids only grow, so the map is in the order of
    /// registration, and removing one of thousands of waiters stays cheap.
    pub(crate) when_done: BTreeMap<CallbackId, WhenDone<T>>,
}

type Callback<T> = Box<dyn FnOnce(&Task<T>) + Send>;

/// A callback or a waiting task: something to do in the turn after the end.
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
    /// Returns a new id. It is unique among all tasks, so that the id of one task's
    /// callback removes nothing from another task. The caller holds the lock of the
    /// state: then the ids of one task are in the order of registration.
    pub(crate) fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        // Relaxed: the counter itself never goes back, and nothing else depends on it.
        CallbackId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

impl<T> Task<T> {
    fn new(home: Home, work: Work) -> Self {
        Task {
            shared: Arc::new(Shared {
                state: Mutex::new(State {
                    outcome: None,
                    cancel_requested: false,
                    when_done: BTreeMap::new(),
                }),
                context: Context::new(home),
                work,
            }),
        }
    }

    /// Makes a task of the loop `home` that is not spawned yet; see
    /// [`was_spawned`](Self::was_spawned).
    pub(crate) fn to_spawn(home: Home) -> Self {
        Self::new(home, Work::Spawned(OnceLock::new()))
    }

    /// Notes how to cancel the spawned task: by `abort`, or by its `number` if its loop
    /// has turns.
    pub(crate) fn was_spawned(&self, abort: AbortHandle, number: u64) {
        if let Work::Spawned(spawned) = &self.shared.work {
            spawned.get_or_init(|| Spawned { abort, number });
        }
        // An event loop lists the task before it is spawned, and another thread may have
        // found it there: then there was nothing to cancel yet.
        if self.lock().cancel_requested {
            self.cancel();
        }
    }

    pub(crate) fn context(&self) -> &Arc<Context> {
        &self.shared.context
    }

    pub(crate) fn promised(
        home: Home,
        cancel: Box<dyn Fn() -> bool + Send + Sync>,
    ) -> Self {
        Self::new(home, Work::Promised(cancel))
    }

    /// The loop that the task belongs to: `task.get_loop()`.
    pub fn home(&self) -> &Home {
        &self.shared.context.home
    }

    /// Whether this is the task that this thread is running.
    pub(crate) fn is_current(&self) -> bool {
        self.shared.context.is_current()
    }

    /// Whether the task has ended: it returned, panicked, or was cancelled.
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
    /// Returns [`TaskError::NotDone`] if the task still runs, [`TaskError::Cancelled`] if
    /// it was cancelled, [`TaskError::Panicked`] if it panicked.
    pub fn result(&self) -> Result<T, TaskError>
    where
        T: Clone,
    {
        let state = self.lock();
        state.outcome.clone().unwrap_or(Err(TaskError::NotDone))
    }

    /// Calls `look` with the outcome, without copying it; `None` if the task still runs.
    ///
    /// The task is locked meanwhile, so `look` must not use it.
    pub fn inspect<R>(
        &self,
        look: impl FnOnce(Option<&Result<T, TaskError>>) -> R,
    ) -> R {
        look(self.lock().outcome.as_ref())
    }

    /// Asks for the task to be cancelled. Returns `false` if it is done already.
    ///
    /// The task's future is dropped in the next turn of the loop, and
    /// [`done`](Self::done) is `false` until then. A task that has not started yet never
    /// runs at all. If the task awaits a group or a `wait_for` of `gather_vs_wait`, that
    /// is cancelled at once, with everything in it, as in asyncio. A task that it awaits
    /// goes on: see *What differs from asyncio* in the [crate](crate)'s documentation.
    ///
    /// `true` means that the task will not return a value any more. A task that cancels
    /// itself goes on to its next await, where its future is dropped without waiting for
    /// the next turn. If it returns before that, it ends cancelled, as in asyncio. A
    /// panic wins over the cancellation, also one in a destructor: then
    /// the outcome is [`TaskError::Panicked`].
    pub fn cancel(&self) -> bool {
        let mut state = self.lock();
        if state.outcome.is_some() {
            return false;
        }
        let spawned = match &self.shared.work {
            Work::Promised(cancel) => {
                drop(state);
                return cancel();
            }
            Work::Spawned(spawned) => spawned.get(),
        };
        state.cancel_requested = true;
        drop(state);
        // First of all, so that its parts are gone before the task is, and those that
        // have not started never do.
        self.shared.context.cancel_awaited();
        // If it is not spawned yet, `create_task` cancels it when it is.
        if let Some(Spawned { abort, number }) = spawned {
            match &self.home().turns {
                Some(turns) => turns.cancel(*number, abort.clone()),
                None => abort.abort(),
            }
        }
        true
    }

    /// Removes a callback. Returns the number removed: 1, or 0 if it was removed before,
    /// has been called, or is about to be called because the task is done.
    pub fn remove_done_callback(&self, callback: CallbackId) -> usize {
        usize::from(self.remove(callback))
    }

    /// Whether both are handles to the same task: `self is other`.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Forgets `id`. The callback is dropped with the lock released, because its
    /// destructor is foreign code.
    pub(crate) fn remove(&self, id: CallbackId) -> bool {
        let removed = self.lock().when_done.remove(&id);
        removed.is_some()
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State<T>> {
        // A poisoned lock is still good: the only foreign code that runs under it is
        // `T::clone` or looks at the outcome, and so no panic leaves it half changed.
        let state = self.shared.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send + 'static> Task<T> {
    /// Registers a function that is called with this task once the task is done.
    ///
    /// Callbacks run in the turn of the loop after the one in which the task ended,
    /// however it ended, in the order in which they were added. If the task is done
    /// already, `callback` runs in the next turn, never inside this call. If a callback
    /// panics, the message is printed, and the other callbacks still run.
    ///
    /// Callbacks are dropped uncalled if the runtime shuts down first.
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

    /// Ends the task, unless it has ended, and queues what happens after the end.
    ///
    /// Returns `false` for a value that comes after a cancellation: then the task ends
    /// cancelled.
    pub(crate) fn finish(&self, outcome: Result<T, TaskError>) -> bool {
        let mut state = self.lock();
        if state.outcome.is_some() {
            return true;
        }
        let too_late = state.cancel_requested && outcome.is_ok();
        // A value that is too late is dropped with the lock released.
        let (outcome, _dropped) = match outcome {
            Ok(_) if too_late => (Err(TaskError::Cancelled), Some(outcome)),
            outcome => (outcome, None),
        };
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
        !too_late
    }

    /// Queues `callbacks` for the next turn: `loop.call_soon`.
    fn call_soon(&self, callbacks: Vec<Callback<T>>) {
        if callbacks.is_empty() {
            return;
        }
        let task = self.clone();
        self.home().call_soon(async move {
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

impl<T> PartialEq for Task<T> {
    fn eq(&self, other: &Self) -> bool {
        self.ptr_eq(other)
    }
}

impl<T> Eq for Task<T> {}

impl<T> Hash for Task<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.shared).hash(state);
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

impl<T: Send + 'static> Common for Task<T> {
    fn cancel(&self) -> bool {
        self.cancel()
    }

    fn cancelled(&self) -> bool {
        self.cancelled()
    }

    fn done(&self) -> bool {
        self.done()
    }
}

impl<T: Send + 'static> From<Task<T>> for AnyTask {
    fn from(task: Task<T>) -> Self {
        AnyTask::new(Arc::new(task))
    }
}
