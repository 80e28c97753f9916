//! The callback half of asyncio's event loop: `call_soon`, `call_later`, `call_at`.
//!
//! # Timers, for a Python programmer
//!
//! Before there were coroutines, an event loop was a list of functions to call: some as
//! soon as possible, some at a certain time. It still is; `asyncio.sleep` and every
//! timeout of asyncio are built on these three calls. [`Loop`] has them, under the names
//! they have in Python.
//!
//! ```
//! use std::time::Duration;
//! use call_later::Loop;
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() {
//! let event_loop = Loop::new();
//! // loop.call_later(2, print, "two seconds later")
//! event_loop.call_later(Duration::from_secs(2), |_| println!("two seconds later"));
//! // loop.call_soon(print, "first")
//! event_loop.call_soon(|_| println!("first"));
//! // loop.call_later(3, loop.stop)
//! event_loop.call_later(Duration::from_secs(3), Loop::stop);
//! // loop.run_forever()
//! event_loop.run_forever().await.expect("it is not closed");
//! # assert_eq!(event_loop.time(), Duration::from_secs(3));
//! # }
//! ```
//!
//! The loop works in *turns*. A turn calls first what `call_soon` has queued, in the
//! order of the calls, and then the timers that are due, by deadline. What a callback
//! adds belongs to the next turn, however soon it is due. Then the loop sleeps until the
//! next deadline.
//!
//! # The same, the tokio way
//!
//! Tokio has no such list: a timer is a task that sleeps first. It may await, and it may
//! return something; [`JoinHandle::abort`](tokio::task::JoinHandle::abort) cancels it.
//!
//! ```
//! # use std::time::Duration;
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() {
//! let timer = tokio::spawn(async {
//!     tokio::time::sleep(Duration::from_secs(2)).await;
//!     println!("two seconds later");
//! });
//! timer.await.expect("it does not panic");
//! # }
//! ```
//!
//! Prefer that in programs of your own. This crate exists to show what asyncio does. Its
//! timers are lighter than tasks, though: a million of them is a matter of a hundred
//! megabytes (`cargo bench --package call-later` measures it).
//!
//! # What differs from asyncio
//!
//! - **Equal deadlines run in the order of the calls.** CPython's heap compares the
//!   deadlines alone, and a heap does not keep the order of what compares equal: of ten
//!   timers for the same moment, the second to run is the third. Asyncio's documentation
//!   does not specify that order.
//! - **A callback gets the loop as its argument.** So it can add callbacks, or stop the
//!   loop, and owns nothing that would keep the loop alive. In Python it refers to the
//!   loop by a variable, and arguments follow the function: `call_soon(print, "first")`.
//!   In Rust, a closure captures them.
//! - **The clock starts at zero.** [`Loop::time`] counts from the moment the loop was
//!   made, in Python from an arbitrary moment, mostly the start of the machine.
//! - **Every call may come from any thread**, or from any task, and wakes the loop where
//!   that is needed. [`Loop::call_soon_threadsafe`] differs from `call_soon` only if the
//!   loop is closed: it returns an error, and `call_soon` panics.
//! - **Several loops** may run side by side on one runtime, as the futures they are. In
//!   asyncio, a thread runs one loop at a time.
//! - **A cancelled timer is removed at once.** CPython leaves it in its heap until its
//!   deadline, or until more than half of the heap is cancelled.
//! - **A delay cannot be negative.** A deadline in the past is one that is due now.
//! - **Deadlines have a resolution of a millisecond, rounded up**, because tokio's timers
//!   do. So do asyncio's on Linux, as long as the loop sleeps in `epoll`.

mod event_loop;
mod handle;
mod queue;
mod shared;

pub use ::event_loop::RunError;
pub use handle::{Handle, TimerHandle};
pub use shared::Loop;
