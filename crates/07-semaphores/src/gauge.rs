//! `Gauge`: the number of tasks inside, and the maximum so far.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts the tasks that are inside, and remembers the maximum.
///
/// It limits nothing. It is the witness: enter it where the work is done, and read the
/// maximum afterwards to see whether the limit was kept.
///
/// ```
/// use semaphores::Gauge;
///
/// let gauge = Gauge::new();
/// let first = gauge.enter();
/// let second = gauge.enter();
/// drop(first);
/// let third = gauge.enter();
/// assert_eq!((gauge.inside(), gauge.max()), (2, 2));
/// # drop((second, third));
/// ```
#[derive(Debug, Default)]
pub struct Gauge {
    // Two numbers and no lock. Every change of `inside` sees the one before it, so the
    // count is exact on any number of threads; nothing else depends on these numbers,
    // and so `Relaxed` is enough.
    inside: AtomicUsize,
    max: AtomicUsize,
}

impl Gauge {
    /// Makes a gauge that was never entered. It may be a `static`, which all tasks can use.
    pub const fn new() -> Self {
        Gauge {
            inside: AtomicUsize::new(0),
            max: AtomicUsize::new(0),
        }
    }

    /// Counts the caller as inside until the returned value is dropped.
    pub fn enter(&self) -> Inside<'_> {
        let inside = self.inside.fetch_add(1, Ordering::Relaxed) + 1;
        self.max.fetch_max(inside, Ordering::Relaxed);
        Inside { gauge: self }
    }

    /// The number of callers inside.
    pub fn inside(&self) -> usize {
        self.inside.load(Ordering::Relaxed)
    }

    /// The maximum number of callers inside at the same time.
    pub fn max(&self) -> usize {
        self.max.load(Ordering::Relaxed)
    }
}

/// One caller inside; from [`Gauge::enter`].
///
/// Leaving is `Drop`, and so it also happens on an error, a panic, and when a task is
/// aborted at its await.
#[must_use = "a value that is not kept has left already"]
#[derive(Debug)]
pub struct Inside<'a> {
    gauge: &'a Gauge,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.gauge.inside.fetch_sub(1, Ordering::Relaxed);
    }
}
