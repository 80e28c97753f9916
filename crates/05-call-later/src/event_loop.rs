//! The loop: it calls what is due, and sleeps until something else is.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use crate::queue::{Callback, Due, Place, Queue};
use crate::{Handle, TimerHandle};

/// Calls functions, at once or later: the callback half of an asyncio event loop.
///
/// Clones are the same loop. When the last one is dropped, what was not called by then
/// is dropped with it, without a word.
///
/// A callback gets the loop as its argument. One that owns a clone instead would keep the
/// loop alive as long as it waits in it.
#[derive(Clone)]
pub struct Loop {
    shared: Arc<Shared>,
}

/// What the clones of a loop have in common.
pub(crate) struct Shared {
    /// A blocking lock, not tokio's: it is held for a few instructions, and never while
    /// a callback runs, which may well use the loop.
    state: Mutex<State>,
    /// Wakes the loop when something is to be done earlier than it has set its alarm.
    earlier: Notify,
    /// Whose clock it is. Remembered, because a paused clock is to be read on threads
    /// outside the runtime, too.
    runtime: runtime::Handle,
    /// The zero of the clock.
    began: Instant,
}

pub(crate) struct State {
    pub(crate) queue: Queue,
    running: bool,
    stopping: bool,
    /// While the loop sleeps, when it is going to wake up by itself. One who adds
    /// something for later than that need not disturb it.
    asleep_until: Option<Due>,
}

impl Loop {
    /// Makes a loop in the current tokio runtime: `asyncio.new_event_loop()`.
    ///
    /// # Panics
    ///
    /// If no tokio runtime is running on this thread, like [`tokio::spawn`].
    #[track_caller]
    #[expect(
        clippy::new_without_default,
        reason = "it panics outside a runtime, which nobody expects of a default"
    )]
    pub fn new() -> Self {
        Loop {
            shared: Arc::new(Shared {
                state: Mutex::new(State {
                    queue: Queue::default(),
                    running: false,
                    stopping: false,
                    asleep_until: None,
                }),
                earlier: Notify::new(),
                runtime: runtime::Handle::current(),
                began: Instant::now(),
            }),
        }
    }

    /// The time since the loop was made: `loop.time()`.
    ///
    /// No clock on the wall, and of no meaning to another loop: it is there to be given
    /// to [`call_at`](Self::call_at), with something added.
    pub fn time(&self) -> Duration {
        let _inside = self.shared.runtime.enter();
        self.shared.began.elapsed()
    }

    /// Has `callback` called in the next turn: `loop.call_soon(callback)`.
    ///
    /// What was queued first is called first, and before every timer. Called from a
    /// callback, the next turn is the one after the present one.
    pub fn call_soon<C>(&self, callback: C) -> Handle
    where
        C: FnOnce(&Loop) + Send + 'static,
    {
        let place = self.add(Due::SOON, Box::new(callback));
        Handle::new(Arc::downgrade(&self.shared), place)
    }

    /// Has `callback` called after `delay`: `loop.call_later(delay, callback)`.
    ///
    /// With no delay at all it is called in the next turn, after everything that
    /// [`call_soon`](Self::call_soon) has queued by then.
    pub fn call_later<C>(&self, delay: Duration, callback: C) -> TimerHandle
    where
        C: FnOnce(&Loop) + Send + 'static,
    {
        self.call_at(self.time().saturating_add(delay), callback)
    }

    /// Has `callback` called when [`time`](Self::time) is `when`:
    /// `loop.call_at(when, callback)`.
    ///
    /// Timers are called by deadline, those with the same deadline in the order of the
    /// calls. A deadline that has passed is due in the next turn, in its place among the
    /// others.
    pub fn call_at<C>(&self, when: Duration, callback: C) -> TimerHandle
    where
        C: FnOnce(&Loop) + Send + 'static,
    {
        let place = self.add(Due::at(when), Box::new(callback));
        TimerHandle::new(Handle::new(Arc::downgrade(&self.shared), place))
    }

    /// Ends [`run_forever`](Self::run_forever) after the present turn: `loop.stop()`.
    ///
    /// What is left of the turn is still called. Everything else stays in the loop, for
    /// the next `run_forever` if there is one. A loop that is not running is going to
    /// run for one turn only.
    pub fn stop(&self) {
        let mut state = self.shared.lock();
        state.stopping = true;
        let asleep = state.asleep_until.take().is_some();
        drop(state);
        if asleep {
            self.shared.earlier.notify_one();
        }
    }

    /// Calls what there is to call, until [`stop`](Self::stop): `loop.run_forever()`.
    ///
    /// Between two turns other tasks run, timers fire, and sockets are read. A callback
    /// that panics harms nobody else: the message is printed, the others are called.
    /// Dropping the future pauses the loop; a later `run_forever` goes on.
    ///
    /// # Panics
    ///
    /// If the loop is running already.
    pub async fn run_forever(&self) {
        let _running = Running::begin(self);
        loop {
            self.run_turn();
            let Some(due) = self.shared.fall_asleep() else {
                return;
            };
            self.sleep_until(due).await;
        }
    }

    /// Calls everything that is due now, and nothing that is added meanwhile.
    fn run_turn(&self) {
        let now = Due::at(self.time());
        self.shared.lock().queue.begin_turn(now);
        loop {
            // A statement of its own: the lock is released before the call.
            let next = self.shared.lock().queue.next();
            let Some(callback) = next else { return };
            // Unwind-safe: the callback is used up, and the loop is not locked. The
            // panic hook has printed the message, so nothing is left to do with the
            // error.
            let _printed = catch_unwind(AssertUnwindSafe(|| callback(self)));
        }
    }

    /// Sleeps, unless something is due already; everybody else gets a turn in any case.
    async fn sleep_until(&self, due: Due) {
        let now = self.time();
        if due <= Due::at(now) {
            yield_now().await;
        } else if due == Due::NEVER {
            self.shared.earlier.notified().await;
        } else {
            // The only timer that tokio gets to see, however many there are here.
            tokio::select! {
                biased;
                () = self.shared.earlier.notified() => {}
                () = sleep(due.when() - now) => {}
            }
        }
        self.shared.lock().asleep_until = None;
    }

    fn add(&self, due: Due, callback: Callback) -> Place {
        let mut state = self.shared.lock();
        let place = state.queue.add(due, callback);
        let earlier = state.asleep_until.is_some_and(|until| due < until);
        if earlier {
            state.asleep_until = None;
        }
        drop(state);
        if earlier {
            self.shared.earlier.notify_one();
        }
        place
    }
}

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // A poisoned lock is still good: no foreign code runs under it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that the loop goes to sleep, and until when; `None` if it is to stop. One
    /// step, so that nobody can add something in between, or stop the loop, and not
    /// be heard.
    fn fall_asleep(&self) -> Option<Due> {
        let mut state = self.lock();
        if state.stopping {
            return None;
        }
        let due = state.queue.next_due();
        state.asleep_until = Some(due);
        Some(due)
    }
}

/// The loop runs as long as this exists: until `run_forever` returns or is dropped.
struct Running<'a>(&'a Loop);

impl<'a> Running<'a> {
    fn begin(event_loop: &'a Loop) -> Self {
        let mut state = event_loop.shared.lock();
        let already = state.running;
        state.running = true;
        drop(state);
        assert!(!already, "this event loop is already running");
        Running(event_loop)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut state = self.0.shared.lock();
        state.running = false;
        state.stopping = false;
        state.asleep_until = None;
    }
}

impl fmt::Debug for Loop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let running = self.shared.lock().running;
        write!(f, "<Loop running={running}>")
    }
}
