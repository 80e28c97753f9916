//! `RateLimiter`: a maximum number within any period.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

/// Lets at most `limit` callers pass within any `per`, first come, first served.
///
/// *Any* `per`: wherever a second is cut out of the time line, no more than `limit` have
/// passed in it. (To fill up a semaphore at each full second is not enough: twice the
/// limit may pass around the stroke.) After a pause, `limit` callers may pass at once,
/// but never more: a longer pause saves up nothing.
///
/// It says how many may *begin*. To limit how many are under way, take a
/// [`Semaphore`](tokio::sync::Semaphore) beside it.
///
/// ```
/// # use std::time::Duration;
/// # use semaphores::RateLimiter;
/// # use tokio::time::Instant;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let limiter = RateLimiter::new(2, Duration::from_secs(1));
/// let start = Instant::now();
/// for passed_at in [0, 0, 1, 1, 2] {
///     limiter.acquire().await;
///     assert_eq!(start.elapsed().as_secs(), passed_at);
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct RateLimiter {
    limit: usize,
    per: Duration,
    /// When the last `limit` callers passed, the oldest first.
    ///
    /// tokio's `Mutex`, for two reasons: the first in line holds it while it sleeps, and
    /// it is handed over in the order of asking. So the line at this lock is the line of
    /// the limiter, and there is no other.
    passed: Mutex<VecDeque<Instant>>,
}

impl RateLimiter {
    /// Makes a limiter that no caller has passed yet.
    ///
    /// # Panics
    ///
    /// Panics if `limit` is zero: no caller could ever pass.
    pub fn new(limit: usize, per: Duration) -> Self {
        assert!(limit > 0, "with a limit of zero no caller could ever pass");
        RateLimiter {
            limit,
            per,
            passed: Mutex::new(VecDeque::new()),
        }
    }

    /// Waits until the caller may pass.
    ///
    /// Only the first in line sleeps, until the caller of `limit` turns ago is `per`
    /// back; the others wait for the first. What counts is the moment in which this
    /// returns: a caller who comes to it late, because its thread was busy, has passed
    /// all the same.
    ///
    /// # Panics
    ///
    /// Panics if it has to wait outside a tokio runtime whose timers are enabled.
    ///
    /// # Cancel safety
    ///
    /// Dropping the `.await` halfway gives up the place in line, and nothing else: a
    /// turn is taken in the moment in which this returns, so none can be lost. A future
    /// that is kept and not polled any more keeps its place, and the callers behind it
    /// wait; with a [`Semaphore`](tokio::sync::Semaphore) it is the same.
    pub async fn acquire(&self) {
        let mut passed = self.passed.lock().await;
        if passed.len() == self.limit {
            // The timer rounds up to the next millisecond: late, but never early.
            sleep(self.per.saturating_sub(passed[0].elapsed())).await;
            passed.pop_front();
        }
        // No await from here on: a caller that was counted has passed.
        passed.push_back(Instant::now());
    }
}
