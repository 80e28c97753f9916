//! `asyncio.sleep(0)`, in asyncio's order.

use std::future::poll_fn;
use std::task::Poll;

/// Lets every other ready task run once: `await asyncio.sleep(0)`.
///
/// The task that awaits it goes to the back of the queue, behind the tasks that are ready
/// now and before those that become ready later. tokio's own
/// [`yield_now`](tokio::task::yield_now) waits longer: it comes back when the queue is
/// empty. Either is right to let other tasks run; the order of asyncio needs this one.
///
/// The order is exact in a task. The future given to `block_on` is not in the queue; see
/// *What differs from asyncio* in the [crate](crate)'s documentation.
///
/// ```
/// use tasks_and_callbacks::{create_task, next_turn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let main = create_task(async {
///     let task = create_task(async { "ran" });
///     assert!(!task.done());
///     next_turn().await; // await asyncio.sleep(0)
///     assert!(task.done());
/// });
/// # main.await.expect("it returned");
/// # }
/// ```
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
