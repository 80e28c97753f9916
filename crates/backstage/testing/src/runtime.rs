//! Runtimes, limits and turns.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::{sleep, timeout};

/// Limit for waits on the paused clock.
pub const HOUR: Duration = Duration::from_secs(3600);

/// Limit for waits on the real clock.
pub const LONG: Duration = Duration::from_secs(30);

/// Returns a `Duration` of whole seconds.
pub const fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

/// Returns a `Duration` of whole milliseconds.
pub const fn millis(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Makes a runtime with one thread and a paused clock.
pub fn paused_runtime() -> Runtime {
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build();
    runtime.expect("the system gives a runtime what it needs")
}

/// `block_on`, for at most an hour of the paused clock.
///
/// # Panics
///
/// Panics if `future` is not ready by then.
#[track_caller]
pub fn run<F: Future>(runtime: &Runtime, future: F) -> F::Output {
    let ended = runtime.block_on(async { timeout(HOUR, future).await });
    ended.expect("it never ends")
}

/// `asyncio.run(main())`: runs `main` in a task, for at most an hour of the paused clock.
///
/// The body of `#[tokio::test]` is not a task and takes no turns.
///
/// # Panics
///
/// Panics if `main` does, or is not ready by then.
pub async fn in_a_task<F>(main: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let ended = timeout(HOUR, tokio::spawn(main)).await;
    ended
        .expect("a lost wakeup")
        .expect("the test's own task failed")
}

/// `await asyncio.sleep(0)`: goes to the back of the queue, once.
///
/// Not `tokio::task::yield_now`, which comes back only when the queue is empty.
pub async fn next_turn() {
    let mut yielded = false;
    poll_fn(|cx| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// `sleep`, made when it is polled: outside of the runtime there is no clock.
pub async fn rest(duration: Duration) {
    sleep(duration).await;
}
