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
//! - **A task without a handle goes on.** Dropping every [`Task`] value detaches the task,
//!   as dropping a `JoinHandle` does. The loop of asyncio keeps only a weak reference: in
//!   Python, a task without a reference may be garbage-collected before it is done.
//! - **A task cannot refuse to be cancelled.** In asyncio, the coroutine may catch
//!   `CancelledError`. Here its future is dropped, which runs destructors and nothing
//!   else. So a cancelled task ends in the next turn, whatever it awaits.
//! - **Cancelling does not pass through the await of a task.** In asyncio, cancelling a
//!   task that awaits a second task cancels that one too, unless `asyncio.shield` is
//!   around it. Here the second task goes on, as every task of tokio does: awaiting a
//!   clone of a task is the shield. Groups and `wait_for` (of `gather_vs_wait`) are
//!   cancelled with the task that awaits them, at once, as in asyncio.
//! - **A task may be awaited from another loop**, as a `JoinHandle` may; asyncio raises
//!   `RuntimeError`. If the other loop does not run, the wait does not end.
//! - **Only spawned tasks take turns.** The future given to
//!   [`block_on`](tokio::runtime::Runtime::block_on), which is also the body of
//!   `#[tokio::main]` and `#[tokio::test]`, is not a task. When it awaits a task, it goes
//!   on when the queue is empty, or after a few dozen polls: later than in asyncio. When
//!   its own timer fires, it goes on before the tasks whose timers fire at the same
//!   instant. Spawn the main function to get the order of `asyncio.run`.
//! - **Turns belong to one thread.** The order "next turn, as registered" is exact on
//!   the `current_thread` runtime, whose queue is first in, first out like asyncio's,
//!   for tasks that are made while the loop runs. A task that is spawned from outside,
//!   under `Runtime::enter` or on another thread, joins a second queue, which is read
//!   when the first is empty. On the multi-thread runtime nothing is lost, but a callback
//!   may run on another thread while the code that registered it, or a task awaiting the
//!   same task, runs.

mod any_task;
mod context;
mod create;
mod ensure;
mod error;
mod next_turn;
mod promise;
mod run;
mod task;
mod waiting;

pub use any_task::AnyTask;
pub use create::create_task;
pub use ensure::{EnsureFuture, ensure_future};
pub use error::{TaskError, panic_message};
pub use next_turn::next_turn;
pub use task::{CallbackId, Task};
pub use waiting::Waiting;

/// The parts that groups of tasks and event loops are built with; a program needs none.
pub mod plumbing {
    pub use crate::context::{
        CancelWith, DIFFERENT_LOOP, Entered, Home, Turns, cancel_with,
    };
    pub use crate::create::create_task_in;
    pub use crate::promise::{Promise, promise};
}
