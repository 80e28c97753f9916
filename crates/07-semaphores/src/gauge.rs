//! `Gauge`: how many are in, and how many ever were at the same time.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts who is in, and remembers the most.
///
/// It limits nothing. It is the witness: put it where the work is done, and ask it
/// afterwards whether the limit was kept.
///
/// ```
/// use semaphores::Gauge;
///
/// let gauge = Gauge::new();
/// let first = gauge.enter();
/// let second = gauge.enter();
/// drop(first);
/// let third = gauge.enter();
/// assert_eq!((gauge.inside(), gauge.most()), (2, 2));
/// # drop((second, third));
/// ```
#[derive(Debug, Default)]
pub struct Gauge {
    // Two numbers and no lock. Every change of `inside` sees the one before it, so the
    // count is exact on any number of threads; nothing else depends on these numbers,
    // and so `Relaxed` is enough.
    inside: AtomicUsize,
    most: AtomicUsize,
}

impl Gauge {
    /// A gauge that has seen nobody. It may be a `static`, which all tasks can reach.
    pub const fn new() -> Self {
        Gauge {
            inside: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        }
    }

    /// Counts the caller in, until the returned value is dropped.
    pub fn enter(&self) -> Inside<'_> {
        let inside = self.inside.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(inside, Ordering::Relaxed);
        Inside { gauge: self }
    }

    /// How many are in.
    pub fn inside(&self) -> usize {
        self.inside.load(Ordering::Relaxed)
    }

    /// The most that ever were in at the same time.
    pub fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }
}

/// Somebody who is in; from [`Gauge::enter`].
///
/// Leaving is `Drop`, and so it also happens on an error, a panic, and when a task is
/// aborted at its await.
#[must_use = "whoever is not kept has left already"]
#[derive(Debug)]
pub struct Inside<'a> {
    gauge: &'a Gauge,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.gauge.inside.fetch_sub(1, Ordering::Relaxed);
    }
}
