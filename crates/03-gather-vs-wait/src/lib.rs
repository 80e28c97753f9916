//! `asyncio.gather`, `wait`, `as_completed` and `wait_for` on top of tokio.
//!
//! # Gather or wait, for a Python programmer
//!
//! Both run many things at once; they differ in what you get back. [`gather`] is about
//! *results*: it gives one list, in the order of the arguments, and the first failure
//! ends the waiting. [`wait`] is about *tasks*: it gives the set of tasks that are done
//! and the set of those still pending, it can stop at the first one or after a while,
//! it never raises, and you ask each task yourself how it ended. When either returns, the
//! tasks that are not done go on running. They differ when the waiting is given up, by
//! cancelling the task that waits: that cancels the tasks of a [`gather`], and those of a
//! [`wait`] go on.
//!
//! ```
//! use gather_vs_wait::{ReturnWhen, gather, wait};
//! use tasks_and_callbacks::create_task;
//!
//! async fn page(number: u32) -> String {
//!     format!("page {number}")
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! // pages = await asyncio.gather(page(1), page(2))
//! let pages = gather([page(1), page(2)]).await;
//! assert_eq!(pages, Ok(vec!["page 1".to_owned(), "page 2".to_owned()]));
//!
//! // done, pending = await asyncio.wait([asyncio.create_task(page(3))])
//! let (done, pending) = wait([create_task(page(3))], ReturnWhen::AllCompleted).await;
//! assert_eq!((done.len(), pending.len()), (1, 0));
//! # }
//! ```
//!
//! | asyncio, here | tokio's own | prefer tokio's own … |
//! |---|---|---|
//! | [`gather`] | [`tokio::join!`] | … for a handful of futures that need no tasks: they may borrow, and take turns inside the task that awaits them. |
//! | [`try_gather`] | [`tokio::try_join!`] | … when the rest is worthless after a failure: it *drops* the siblings halfway, the opposite of what asyncio does. |
//! | [`wait`] | [`tokio::select!`] | … to go on with the first of a few different futures and drop the others. |
//! | [`as_completed`] | [`tokio::task::JoinSet`] | … in nearly every program: it also takes new tasks while you loop, and aborts what is left when dropped. |
//! | [`as_completed`] | [`futures::stream::FuturesUnordered`] | … for many small futures that should not become tasks. |
//! | [`wait_for`] | [`tokio::time::timeout`] | … when the future need not be a task: it is dropped on the spot, so there is no cancellation to wait for. |
//!
//! # What differs from asyncio
//!
//! - A failure is a panic or a cancellation. Errors returned as `Result` are ordinary
//!   values to [`gather`]; [`try_gather`] treats them as exceptions.
//! - A task that is cancelled ends in the next turn. In asyncio it ends after the group
//!   that it awaits, two turns later.
//! - [`wait`] returns [`TaskSet`]s, which make you name the order you want: see there.
//! - [`as_completed`] makes its tasks at once, not (as in Python 3.11) when the loop over
//!   it begins, and has no timeout: [`AsCompleted::next`] may be put into
//!   [`tokio::time::timeout_at`].
//! - Tasks of different loops are a panic, with the words of asyncio's exception.

mod as_completed;
mod callbacks;
mod gather;
mod limit;
mod task_set;
mod wait;
mod wait_for;

pub use as_completed::{AsCompleted, as_completed};
pub use gather::{Gather, GatherError, gather, try_gather};
pub use task_set::{TaskSet, set_order};
pub use wait::{ReturnWhen, Wait, wait};
pub use wait_for::{WaitForError, wait_for};
