//! What the tests of this crate share.

#![allow(dead_code, reason = "not every test file uses all of it")]

use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use event_loop::EventLoop;
use tokio::runtime::{Builder, Runtime};

/// A runtime on the paused clock, and a new loop on it.
pub fn new_event_loop() -> (Runtime, EventLoop) {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the operating system gives a runtime what it needs");
    let event_loop = EventLoop::new(runtime.handle());
    (runtime, event_loop)
}

/// `block_on`, bounded: the paused clock jumps over the hour as soon as nobody has
/// anything to do, so a run that never ends fails.
#[track_caller]
pub fn run<F: Future>(runtime: &Runtime, future: F) -> F::Output {
    runtime
        .block_on(async {
            tokio::time::timeout(Duration::from_secs(3600), future).await
        })
        .expect("the run never ends")
}

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

    /// All lines since the last time.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("no test panics here"))
    }
}

/// `await asyncio.sleep(0)`: goes to the back of the queue, once.
///
/// Not `tokio::task::yield_now`, which comes back only when the queue is empty.
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

/// `sleep`, made when it is polled: outside of the runtime there is no clock to ask.
pub async fn rest(duration: Duration) {
    tokio::time::sleep(duration).await;
}
