//! asyncio's bridges to threads, on top of tokio: [`run_in_executor`] and [`LoopThread`].
//!
//! # Threads and a loop, for a Python programmer
//!
//! A loop has one thread, and everything in it takes turns. A call that *blocks* (a file,
//! an old network library, a long calculation) holds the thread until it returns, and
//! all other tasks wait. So such a call goes to another thread. Two bridges are needed:
//!
//! - **Out of the loop:** a *pool* of threads does the blocking calls, and the loop
//!   awaits the result as if it were any other wait: [`run_in_executor`] with a
//!   [`ThreadPoolExecutor`].
//! - **Into the loop:** another thread asks the loop to call a function or to run a
//!   coroutine: [`LoopHandle::call_soon_threadsafe`] and
//!   [`LoopHandle::run_coroutine_threadsafe`]. The loop runs in a [`LoopThread`], which is
//!   a thread, a runtime, the callbacks of [`call_later::Loop`] and the tasks of
//!   [`event_loop::EventLoop`].
//!
//! The [`ConcurrentFuture`] is the result on its way: a thread waits for it by blocking,
//! a task by awaiting.
//!
//! ```
//! use thread_executors::{ThreadPoolExecutor, run_in_executor};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! // with ThreadPoolExecutor(max_workers=2) as pool:
//! let pool = ThreadPoolExecutor::new(2);
//! // both = await asyncio.gather(
//! //     loop.run_in_executor(pool, first_page), loop.run_in_executor(pool, second_page))
//! let both = tokio::join!(
//!     run_in_executor(&pool, || "page 1"),
//!     run_in_executor(&pool, || "page 2"),
//! );
//! assert_eq!(both, (Ok("page 1"), Ok("page 2")));
//! # }
//! ```
//!
//! # The same, the tokio way
//!
//! | asyncio, here | tokio's own | prefer tokio's own … |
//! |---|---|---|
//! | [`run_in_executor`] | [`tokio::task::spawn_blocking`] | … for calls that wait, such as files: it has a pool already, of up to 512 threads. |
//! | [`ThreadPoolExecutor`] | `rayon`, with a [`tokio::sync::oneshot`] for the answer | … for calculations, which want as many threads as there are cores. |
//! | [`LoopHandle::run_coroutine_threadsafe`] | [`tokio::runtime::Handle::spawn`], or [`block_on`](tokio::runtime::Handle::block_on) to wait for the result | … always: a `Handle` is `Send`, and this is what it is for. |
//! | [`LoopHandle::call_soon_threadsafe`] | a channel, such as [`tokio::sync::mpsc`] with [`blocking_send`](tokio::sync::mpsc::Sender::blocking_send) | … always: the loop side is a task that receives, and it may await. |
//!
//! # What differs from asyncio
//!
//! - **What is moved to another thread must be `Send`.** The compiler checks it. Python
//!   has `call_soon` and `call_soon_threadsafe`, and trusts you to choose.
//! - **No default executor.** `run_in_executor(None, …)` is
//!   [`spawn_blocking`](tokio::task::spawn_blocking).
//! - **Callbacks come first in each turn, then tasks.** asyncio has one queue for both: a
//!   callback that was scheduled before a task was woken also runs before it.
//! - **A loop that has stopped is closed.** Its tasks are dropped; asyncio keeps them, and
//!   `run_forever` may be called again.
//! - **Dropping what awaits a job cancels nothing.** In asyncio, cancelling it takes a
//!   job that is still queued out of the queue. Here, [`ConcurrentFuture::cancel`] does.

mod concurrent_future;
mod error;
mod loop_thread;
mod pool;

pub use call_later::Handle;
pub use concurrent_future::{ConcurrentFuture, Waiting};
pub use error::ExecutorError;
pub use event_loop::{AnyTask, RunError};
pub use loop_thread::{LoopHandle, LoopThread};
pub use pool::{ThreadPoolExecutor, run_in_executor};
