//! `asyncio.Task` on top of tokio: tasks that call you back when they are done.
//!
//! # Task and callback, for a Python programmer
//!
//! A *coroutine* (in Rust: a *future*) does nothing by itself. A *task* is a coroutine
//! handed to the event loop (in tokio: the *runtime*), which runs it alongside all the
//! others. You keep a handle to the task: [`Task`] here, `asyncio.Task` in Python. With
//! it you can await the task, cancel it, ask for its result, and register a *callback*:
//! an ordinary function that the loop calls once the task is done. As in Python, the
//! callback does not run at the moment the task ends but in the next turn of the loop,
//! and it gets the task as its argument, so that it can ask for the result.
//!
//! ```
//! use tasks_and_callbacks::create_task;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! // task = asyncio.create_task(fetch_greeting())
//! let task = create_task(async { "hello" });
//! // task.add_done_callback(lambda task: print(task.result()))
//! task.add_done_callback(|task| println!("Done: {:?}", task.result()));
//! // greeting = await task
//! assert_eq!(task.await, Ok("hello"));
//! # }
//! ```
//!
//! # The same, the tokio way
//!
//! Tokio's own handle, [`tokio::task::JoinHandle`], has no callbacks, and does not miss
//! them: what has to happen afterwards is written after the `.await`, inside the future
//! that is spawned. It reads from top to bottom, it may await, and it can use `?`.
//!
//! ```
//! # async fn fetch_greeting() -> &'static str { "hello" }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let handle = tokio::spawn(async {
//!     let greeting = fetch_greeting().await;
//!     println!("Done: {greeting}");
//!     greeting
//! });
//! assert_eq!(handle.await.ok(), Some("hello"));
//! # }
//! ```
//!
//! Prefer that in programs of your own. This crate exists to show what asyncio does.
//!
//! # What differs from asyncio
//!
//! - **A task nobody holds goes on.** Dropping every [`Task`] value detaches the task,
//!   as dropping a `JoinHandle` does. The loop of asyncio keeps only a weak reference:
//!   there, a task nobody references may be garbage-collected before it is done.
//! - **A task cannot refuse to be cancelled.** In asyncio, the coroutine may catch
//!   `CancelledError`. Here its future is dropped, which runs destructors and nothing
//!   else.
//! - **Cancelling does not pass through an `.await`.** In asyncio, cancelling a task
//!   that awaits a second task cancels that one too, unless it is shielded. Here the
//!   second task goes on, as every task of tokio does.
//! - **A task that awaits itself waits forever.** Asyncio raises `RuntimeError`.
//! - **Only spawned tasks take turns.** The future given to
//!   [`block_on`](tokio::runtime::Runtime::block_on), which is also the body of
//!   `#[tokio::main]` and `#[tokio::test]`, is no task: tokio comes back to it when the
//!   queue is empty (or after a few dozen tasks). Where it awaits a [`Task`], it goes on
//!   after everything that was queued. Spawn the main function to get the order of
//!   `asyncio.run`.
//! - **Turns belong to one thread.** The order "next turn, as registered" is exact on
//!   the `current_thread` runtime, whose queue is first in, first out like asyncio's,
//!   for tasks that are made while the loop runs. What is spawned from outside, under
//!   `Runtime::enter` or on another thread, stands in a second queue, which is looked at
//!   when the first is empty. On the multi-thread runtime nothing is lost, but a callback may run on another
//!   thread while the code that registered it, or a task awaiting the same task, runs.

mod ensure;
mod error;
mod task;
mod waiting;

pub use ensure::{EnsureFuture, ensure_future};
pub use error::TaskError;
pub use task::{CallbackId, Task, create_task};
pub use waiting::Waiting;
