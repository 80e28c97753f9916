//! What the tests of this crate share.

#![allow(dead_code, reason = "not every test file uses all of it")]

use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

/// The lines "printed" so far, in order, by whichever task or callback.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// Appends a line.
    pub fn say(&self, line: impl Into<String>) {
        self.0
            .lock()
            .expect("no test panics here")
            .push(line.into());
    }

    /// All lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no test panics here").clone()
    }
}

/// `await asyncio.sleep(0)`: goes to the back of the queue, once.
///
/// Not `tokio::task::yield_now`, which comes back only when the queue is empty. It has
/// its meaning inside a task; see [`in_a_task`].
pub async fn next_turn() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// `asyncio.run(main())`: the body of `#[tokio::test]` is no task and so takes no turns.
///
/// Bounded, so that a lost wakeup fails: the paused clock jumps over the hour as soon as
/// nobody has anything to do.
pub async fn in_a_task<F>(main: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let main = tokio::time::timeout(Duration::from_secs(3600), tokio::spawn(main));
    let ended = main.await.expect("a lost wakeup");
    ended.expect("the test's own task failed")
}
