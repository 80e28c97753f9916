//! The loop: it calls what is due, and sleeps until something else is.

use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use crate::queue::{Due, Place, Queue};
use crate::shared::{Callback, Loop, Shared, State};
use crate::{Handle, RunError, TimerHandle};

impl Loop {
    /// Makes a loop in the current tokio runtime: `asyncio.new_event_loop()`.
    ///
    /// # Panics
    ///
    /// Panics if no tokio runtime is running on this thread, like [`tokio::spawn`].
    #[track_caller]
    #[expect(
        clippy::new_without_default,
        reason = "it panics outside a runtime, which a default should not"
    )]
    pub fn new() -> Self {
        Loop {
            shared: Arc::new(Shared {
                state: Mutex::new(State {
                    queue: Queue::default(),
                    running: false,
                    stopping: false,
                    closed: false,
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
    /// It is not a wall clock, and has no meaning to another loop: it exists for
    /// [`call_at`](Self::call_at), with something added.
    pub fn time(&self) -> Duration {
        let _inside = self.shared.runtime.enter();
        self.shared.began.elapsed()
    }

    /// Queues `callback` for the next turn: `loop.call_soon(callback)`.
    ///
    /// What was queued first is called first, and before every timer. Called from a
    /// callback, the next turn is the one after the present one.
    ///
    /// # Panics
    ///
    /// Panics if the loop is closed.
    #[track_caller]
    pub fn call_soon<C>(&self, callback: C) -> Handle
    where
        C: FnOnce(&Loop) + Send + 'static,
    {
        self.handle(self.add_or_panic(Due::SOON, Box::new(callback)))
    }

    /// Like [`call_soon`](Self::call_soon), for a thread that cannot know whether the loop
    /// is closed: `loop.call_soon_threadsafe(callback)`.
    ///
    /// # Errors
    ///
    /// Returns [`RunError::Closed`] if the loop is closed. Then `callback` is dropped.
    pub fn call_soon_threadsafe<C>(&self, callback: C) -> Result<Handle, RunError>
    where
        C: FnOnce(&Loop) + Send + 'static,
    {
        let place = self.add(Due::SOON, Box::new(callback))?;
        Ok(self.handle(place))
    }

    /// Queues `callback` for the time after `delay`: `loop.call_later(delay, callback)`.
    ///
    /// With a delay of zero it is called in the next turn, after everything that
    /// [`call_soon`](Self::call_soon) has queued by then.
    ///
    /// # Panics
    ///
    /// Panics if the loop is closed.
    #[track_caller]
    pub fn call_later<C>(&self, delay: Duration, callback: C) -> TimerHandle
    where
        C: FnOnce(&Loop) + Send + 'static,
    {
        self.call_at(self.time().saturating_add(delay), callback)
    }

    /// Queues `callback` for the moment when [`time`](Self::time) is `when`:
    /// `loop.call_at(when, callback)`.
    ///
    /// Timers are called by deadline, those with the same deadline in the order of the
    /// calls. A deadline that has passed is due in the next turn, in its place among the
    /// others.
    ///
    /// # Panics
    ///
    /// Panics if the loop is closed.
    #[track_caller]
    pub fn call_at<C>(&self, when: Duration, callback: C) -> TimerHandle
    where
        C: FnOnce(&Loop) + Send + 'static,
    {
        let place = self.add_or_panic(Due::at(when), Box::new(callback));
        TimerHandle::new(self.handle(place))
    }

    /// Ends [`run_forever`](Self::run_forever) after the present turn: `loop.stop()`.
    ///
    /// The rest of the turn is still called. Everything else stays in the loop, for the
    /// next `run_forever`, if there is one. If the loop does not run, the next run takes
    /// one turn.
    pub fn stop(&self) {
        let mut state = self.shared.lock();
        state.stopping = true;
        let asleep = state.asleep_until.take().is_some();
        drop(state);
        if asleep {
            self.shared.earlier.notify_one();
        }
    }

    /// Calls what is due, until [`stop`](Self::stop): `loop.run_forever()`.
    ///
    /// Between two turns other tasks run, timers fire, and sockets are read. If a callback
    /// panics, the message is printed, and the other callbacks are called.
    ///
    /// # Errors
    ///
    /// Returns [`RunError::Closed`], [`RunError::AlreadyRunning`], or
    /// [`RunError::DifferentLoop`] if it is awaited on another runtime, whose clock is
    /// another one. Then nothing was called.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future interrupts the run; a later `run_forever` goes on.
    pub async fn run_forever(&self) -> Result<(), RunError> {
        let current = runtime::Handle::try_current();
        if !current.is_ok_and(|current| current.id() == self.shared.runtime.id()) {
            return Err(RunError::DifferentLoop);
        }
        let _running = Running::begin(self)?;
        loop {
            self.run_turn();
            let Some(due) = self.shared.fall_asleep() else {
                return Ok(());
            };
            self.sleep_until(due).await;
        }
    }

    /// Whether the loop is running: `loop.is_running()`.
    pub fn is_running(&self) -> bool {
        self.shared.lock().running
    }

    /// Whether the loop was closed: `loop.is_closed()`.
    pub fn is_closed(&self) -> bool {
        self.shared.lock().closed
    }

    /// Makes the loop refuse to run and to take callbacks from now on: `loop.close()`.
    ///
    /// Callbacks that were not called are dropped. Closing a closed loop does nothing.
    ///
    /// # Errors
    ///
    /// Returns [`RunError::AlreadyRunning`] if the loop is running; it goes on.
    pub fn close(&self) -> Result<(), RunError> {
        let mut state = self.shared.lock();
        if state.running {
            return Err(RunError::AlreadyRunning);
        }
        state.closed = true;
        let queue = mem::take(&mut state.queue);
        drop(state);
        // Without the lock: the destructors of the callbacks are foreign code.
        drop(queue);
        Ok(())
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

    /// Sleeps, unless something is due already; other tasks run in any case.
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

    #[track_caller]
    fn add_or_panic(&self, due: Due, callback: Callback) -> Place {
        match self.add(due, callback) {
            Ok(place) => place,
            Err(closed) => panic!("{closed}"),
        }
    }

    fn add(&self, due: Due, callback: Callback) -> Result<Place, RunError> {
        let mut state = self.shared.lock();
        if state.closed {
            return Err(RunError::Closed);
        }
        let place = state.queue.add(due, callback);
        let earlier = state.asleep_until.is_some_and(|until| due < until);
        if earlier {
            state.asleep_until = None;
        }
        drop(state);
        if earlier {
            self.shared.earlier.notify_one();
        }
        Ok(place)
    }

    fn handle(&self, place: Place) -> Handle {
        Handle::new(Arc::downgrade(&self.shared), place)
    }
}

/// The loop runs as long as this exists: until `run_forever` returns or is dropped.
struct Running<'a>(&'a Loop);

impl<'a> Running<'a> {
    fn begin(event_loop: &'a Loop) -> Result<Self, RunError> {
        let mut state = event_loop.shared.lock();
        if state.closed {
            return Err(RunError::Closed);
        }
        if state.running {
            return Err(RunError::AlreadyRunning);
        }
        state.running = true;
        Ok(Running(event_loop))
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
        f.debug_struct("Loop")
            .field("running", &self.is_running())
            .field("closed", &self.is_closed())
            .finish()
    }
}
