//! The handles that the calls return, to cancel the callback.

use std::sync::Weak;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::queue::Place;
use crate::shared::Shared;

/// A callback that was queued with [`call_soon`](crate::Loop::call_soon):
/// `asyncio.Handle`.
///
/// Dropping it changes nothing: the callback is called all the same.
#[derive(Debug)]
pub struct Handle {
    /// Weak, so that a handle that is kept does not keep the callbacks of a loop that was
    /// dropped.
    shared: Weak<Shared>,
    place: Place,
    /// Kept here, not in the queue: it is still readable when the callback is gone.
    cancelled: AtomicBool,
}

impl Handle {
    pub(crate) fn new(shared: Weak<Shared>, place: Place) -> Self {
        Handle {
            shared,
            place,
            cancelled: AtomicBool::new(false),
        }
    }

    /// Cancels the callback: it is not called, and what it owns is dropped now.
    ///
    /// Does nothing if it was cancelled before, or has been called.
    pub fn cancel(&self) {
        // Relaxed: whether the callback is gone is read from the queue, which is locked.
        self.cancelled.store(true, Ordering::Relaxed);
        if let Some(shared) = self.shared.upgrade() {
            // Two statements: the first one releases the lock, and only then is the
            // callback dropped.
            let removed = shared.lock().queue.remove(self.place);
            drop(removed);
        }
    }

    /// Whether [`cancel`](Self::cancel) was called, even if it was too late.
    pub fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A timer, from [`call_later`](crate::Loop::call_later) or
/// [`call_at`](crate::Loop::call_at): `asyncio.TimerHandle`.
///
/// Dropping it changes nothing: the callback is called all the same.
#[derive(Debug)]
pub struct TimerHandle(Handle);

impl TimerHandle {
    pub(crate) fn new(handle: Handle) -> Self {
        TimerHandle(handle)
    }

    /// The deadline, on the clock of [`Loop::time`](crate::Loop::time).
    ///
    /// To the nanosecond, up to 584 years; a later deadline counts as that.
    pub fn when(&self) -> Duration {
        self.0.place.when()
    }

    /// Cancels the timer: it does not fire, and what it owns is dropped now.
    ///
    /// Does nothing if it was cancelled before, or has fired.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether [`cancel`](Self::cancel) was called, even if it was too late.
    pub fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}
