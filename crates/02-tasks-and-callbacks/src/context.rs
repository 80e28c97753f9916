//! The context of a task while it is polled: its loop, and the things it awaits.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task;

use futures::future::BoxFuture;
use tokio::runtime::{EnterGuard, Handle};
use tokio::task::AbortHandle;

use crate::AnyTask;

thread_local! {
    /// The context of the task or callback that this thread is running.
    static CURRENT: RefCell<Option<Arc<Context>>> = const { RefCell::new(None) };
}

/// An event loop whose tasks run in turns, on top of a tokio runtime.
///
/// A [`Home`] with turns asks this trait whenever one of its tasks is made or cancelled.
pub trait Turns: Send + Sync + 'static {
    /// Makes `future` run in turns only, the first of which is the next turn.
    ///
    /// `task` is the task that `future` drives, or `None` for the callbacks of a task.
    /// Returns a number for [`cancel`](Self::cancel), and the future to spawn.
    fn admit(
        self: Arc<Self>,
        future: BoxFuture<'static, ()>,
        task: Option<AnyTask>,
    ) -> (u64, BoxFuture<'static, ()>);

    /// Calls `abort` when it is the turn of the task with that number.
    fn cancel(&self, number: u64, abort: AbortHandle);
}

/// The loop that a task belongs to: a tokio runtime, and the event loop on it, if any.
#[derive(Clone)]
pub struct Home {
    pub(crate) runtime: Handle,
    pub(crate) turns: Option<Arc<dyn Turns>>,
}

impl Home {
    /// Makes the home of tasks that run on `runtime` in the turns of an event loop.
    pub fn new(runtime: Handle, turns: Arc<dyn Turns>) -> Self {
        Home {
            runtime,
            turns: Some(turns),
        }
    }

    /// Returns the home of the running task or callback: `asyncio.get_running_loop()`.
    ///
    /// Outside of a task it is the current runtime, without an event loop.
    ///
    /// # Panics
    ///
    /// Panics if no tokio runtime is running on this thread.
    #[track_caller]
    pub fn current() -> Self {
        Self::current_on(Handle::current())
    }

    fn current_on(runtime: Handle) -> Self {
        let current = CURRENT.with_borrow(|current| {
            let current = current.as_ref()?;
            Some(current.home.clone())
        });
        // A task may enter another runtime; what it makes there belongs to that one.
        let here = current.filter(|home| home.runtime.id() == runtime.id());
        here.unwrap_or(Home {
            runtime,
            turns: None,
        })
    }

    /// Makes this the current home until the returned guard is dropped.
    pub fn enter(&self) -> Entered<'_> {
        Entered {
            _context: Context::new(self.clone()).enter(),
            _runtime: self.runtime.enter(),
        }
    }

    /// Runs the callbacks of a task in the next turn: `loop.call_soon`.
    pub(crate) fn call_soon(&self, calls: impl Future<Output = ()> + Send + 'static) {
        let context = Context::new(self.clone());
        let mut calls = Box::pin(calls);
        let calls = poll_fn(move |cx| {
            let _inside = context.enter();
            calls.as_mut().poll(cx)
        });
        match &self.turns {
            None => drop(self.runtime.spawn(calls)),
            Some(turns) => {
                let (_, calls) = Arc::clone(turns).admit(Box::pin(calls), None);
                drop(self.runtime.spawn(calls));
            }
        }
    }

    /// Whether tasks of the two may wait for each other: they are on the same runtime,
    /// and not on two event loops.
    pub fn shares_loop_with(&self, other: &Home) -> bool {
        let one_runtime = self.runtime.id() == other.runtime.id();
        let one_loop = match (&self.turns, &other.turns) {
            (Some(this), Some(that)) => same_object(this, that),
            _ => true,
        };
        one_runtime && one_loop
    }

    /// Panics if the homes, or one of them and the current one, are of different loops.
    ///
    /// Waiting for a task of another loop may never end: that loop may not be running.
    /// The words are those of asyncio's `RuntimeError`.
    ///
    /// # Panics
    ///
    /// Panics if a home does not [share its loop](Self::shares_loop_with) with the others.
    #[track_caller]
    pub fn assert_shared<'a>(homes: impl IntoIterator<Item = &'a Home>) {
        let current = Handle::try_current().ok().map(Self::current_on);
        let mut homes = homes.into_iter();
        let Some(first) = homes.next() else { return };
        let fits = |home: &Home| {
            let with_current =
                current.as_ref().is_none_or(|it| it.shares_loop_with(home));
            with_current && first.shares_loop_with(home)
        };
        assert!(fits(first) && homes.all(fits), "{DIFFERENT_LOOP}");
    }
}

/// Asyncio's words for a task that another loop runs.
pub const DIFFERENT_LOOP: &str = "the task is attached to a different loop";

fn same_object(one: &Arc<dyn Turns>, other: &Arc<dyn Turns>) -> bool {
    // Without the tables of methods, of which one type may have several.
    Arc::as_ptr(one).cast::<()>() == Arc::as_ptr(other).cast::<()>()
}

/// The guard of [`Home::enter`].
#[must_use = "the home is current only as long as the guard exists"]
pub struct Entered<'a> {
    _context: Inside,
    _runtime: EnterGuard<'a>,
}

/// A function that cancels something that a task awaits.
type Cancel = Arc<dyn Fn() + Send + Sync>;

/// The loop of a task, and the things it awaits.
pub(crate) struct Context {
    pub(crate) home: Home,
    /// How to cancel what is cancelled with the task, in the order of the awaits.
    awaited: Mutex<Awaited>,
}

#[derive(Default)]
struct Awaited {
    cancels: BTreeMap<u64, Cancel>,
    next: u64,
}

impl Context {
    pub(crate) fn new(home: Home) -> Arc<Self> {
        Arc::new(Context {
            home,
            awaited: Mutex::default(),
        })
    }

    /// Makes this the current context until the returned guard is dropped.
    pub(crate) fn enter(self: &Arc<Self>) -> Inside {
        Inside {
            before: CURRENT.replace(Some(Arc::clone(self))),
        }
    }

    /// Whether this is the context of the task that this thread is polling.
    pub(crate) fn is_current(self: &Arc<Self>) -> bool {
        CURRENT.with_borrow(|current| {
            let current = current.as_ref();
            current.is_some_and(|current| Arc::ptr_eq(current, self))
        })
    }

    /// Cancels everything that is cancelled with the task.
    pub(crate) fn cancel_awaited(&self) {
        // Copied, and called without the lock: a group that is cancelled may end, and
        // what it wakes then is foreign code.
        let cancels: Vec<_> = self.awaited().cancels.values().cloned().collect();
        for cancel in cancels {
            cancel();
        }
    }

    fn awaited(&self) -> MutexGuard<'_, Awaited> {
        // A poisoned lock is still good: no foreign code runs under it.
        let awaited = self.awaited.lock();
        awaited.unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts the previous context back when dropped.
pub(crate) struct Inside {
    before: Option<Arc<Context>>,
}

impl Drop for Inside {
    fn drop(&mut self) {
        CURRENT.set(self.before.take());
    }
}

/// Awaits `future`, and calls `cancel` when the waiting is given up.
///
/// The waiting is given up when the returned future is dropped before it is ready. If a
/// [`Task`](crate::Task) awaits it, [`Task::cancel`](crate::Task::cancel) calls `cancel`
/// before it returns, as in asyncio: so a cancellation reaches groups within groups in
/// one go, and nothing in them runs meanwhile. `cancel` may be called more than once.
pub fn cancel_with<F>(
    future: F,
    cancel: impl Fn() + Send + Sync + 'static,
) -> CancelWith<F>
where
    F: Future + Unpin,
{
    CancelWith {
        future,
        cancel: Some(Arc::new(cancel)),
        listed: None,
    }
}

/// The future of [`cancel_with`].
#[must_use = "futures do nothing unless awaited"]
pub struct CancelWith<F> {
    future: F,
    /// `None` once the future is ready.
    cancel: Option<Cancel>,
    /// The task that polled it last, and its number in the list there.
    listed: Option<(Arc<Context>, u64)>,
}

impl<F: Future + Unpin> Future for CancelWith<F> {
    type Output = F::Output;

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
    ) -> task::Poll<F::Output> {
        let this = &mut *self;
        let polled = Pin::new(&mut this.future).poll(cx);
        if polled.is_ready() {
            this.cancel = None;
            this.leave();
        } else if let Some(cancel) = &this.cancel {
            let moved = match &this.listed {
                Some((context, _)) => !context.is_current(),
                None => true,
            };
            if moved {
                let cancel = Arc::clone(cancel);
                this.leave();
                this.join(cancel);
            }
        }
        polled
    }
}

impl<F> CancelWith<F> {
    /// Adds `cancel` to the list of the task that is being polled, if there is one.
    fn join(&mut self, cancel: Cancel) {
        let Some(context) = CURRENT.with_borrow(Option::clone) else {
            return;
        };
        let number = {
            let mut awaited = context.awaited();
            awaited.next += 1;
            let number = awaited.next;
            awaited.cancels.insert(number, cancel);
            number
        };
        self.listed = Some((context, number));
    }

    fn leave(&mut self) {
        if let Some((context, number)) = self.listed.take() {
            let removed = context.awaited().cancels.remove(&number);
            drop(removed);
        }
    }
}

impl<F> Drop for CancelWith<F> {
    fn drop(&mut self) {
        self.leave();
        if let Some(cancel) = mem::take(&mut self.cancel) {
            cancel();
        }
    }
}
