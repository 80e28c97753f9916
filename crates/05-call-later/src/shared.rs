//! A loop and the data behind it, which its handles reach too.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::queue::{Due, Queue};

/// A callback; it is given the loop that calls it.
pub(crate) type Callback = Box<dyn FnOnce(&Loop) + Send>;

/// Calls functions, at once or later: the callback half of an asyncio event loop.
///
/// Clones are the same loop. When the last one is dropped, callbacks that were not called
/// by then are dropped with it, silently.
///
/// A callback gets the loop as its argument. A callback that owned a clone instead would
/// keep the loop alive as long as it waits in it.
#[derive(Clone)]
pub struct Loop {
    pub(crate) shared: Arc<Shared>,
}

/// The data that the clones of a loop share.
pub(crate) struct Shared {
    /// A blocking lock, not tokio's: it is held for a few instructions, and never while
    /// a callback runs, which may well use the loop.
    pub(crate) state: Mutex<State>,
    /// Wakes the loop when something is due earlier than its timer fires.
    pub(crate) earlier: Notify,
    /// The runtime whose clock it is. Remembered, because a paused clock must be readable
    /// on threads outside the runtime, too.
    pub(crate) runtime: runtime::Handle,
    /// The zero of the clock.
    pub(crate) began: Instant,
}

pub(crate) struct State {
    pub(crate) queue: Queue<Callback>,
    pub(crate) running: bool,
    pub(crate) stopping: bool,
    pub(crate) closed: bool,
    /// While the loop sleeps, when it will wake up by itself. A callback that is due
    /// later need not wake it.
    pub(crate) asleep_until: Option<Due>,
}

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // A poisoned lock is still good: no foreign code runs under it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the loop goes to sleep, and returns until when; `None` if it must stop.
    /// One step, so that no callback and no stop can come in between unnoticed.
    pub(crate) fn fall_asleep(&self) -> Option<Due> {
        let mut state = self.lock();
        if state.stopping {
            return None;
        }
        let due = state.queue.next_due();
        state.asleep_until = Some(due);
        Some(due)
    }
}
