//! `asyncio.PriorityQueue` and `LifoQueue` on top of tokio.
//!
//! # The smallest first, for a Python programmer
//!
//! A priority queue hands out the item with the smallest priority number, whatever the
//! order in which the items came. It can only choose among what is in it: if the
//! consumer is as quick as the producer there is one item at most, and nothing to sort.
//!
//! ```
//! use priority_queues::PriorityQueue;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let queue = PriorityQueue::new(0); // asyncio.PriorityQueue()
//! queue.put((2, "letter")).await?; // await queue.put((2, "letter"))
//! queue.put((1, "parcel")).await?;
//! assert_eq!(queue.get().await?, (1, "parcel")); // await queue.get()
//! queue.task_done()?;
//! assert_eq!(queue.get().await?, (2, "letter"));
//! queue.task_done()?;
//! queue.join().await;
//! # Ok(())
//! # }
//! ```
//!
//! | here | tokio and friends | prefer the other … |
//! |---|---|---|
//! | [`FifoQueue`] | [`tokio::sync::mpsc`], [`async_channel`] | … nearly always: the end of the last sender ends the receivers, so there is no `join`, no `task_done` and no shutdown to forget. |
//! | [`PriorityQueue`] | two channels and a [`tokio::select!`] with `biased;` | … for "urgent" and "the rest". |
//! | [`PriorityQueue`] | [`std::collections::BinaryHeap`] | … if one task alone puts and takes: there is nothing to wait for. |
//! | [`Queue::join`] | joining the consumers, a [`tokio::task::JoinSet`] | … if the consumers end with the work. |
//!
//! # What differs from asyncio
//!
//! - asyncio compares whole tuples: with equal priorities it looks at the items, raises
//!   `TypeError` if they have no order, and keeps no order of arrival. Here only the
//!   first of the pair is compared, and equals come out as they came in.
//! - Tasks that wait are served in order; see [`Queue`].
//! - The queues have `shutdown`, as asyncio's since 3.13, and work on many threads.
//! - [`put`](Queue::put) gives the item back if it fails.

mod error;
mod queue;
mod store;
mod sync;

use std::collections::VecDeque;

pub use error::{GetError, GetNowaitError, PutError, PutNowaitError, TaskDoneError};
pub use queue::Queue;
pub use store::{ByPriority, Store};

/// `asyncio.PriorityQueue`: pairs of a priority and an item, smallest priority first;
/// equal priorities in the order in which they were put.
///
/// For the greatest first, wrap the priority in [`std::cmp::Reverse`]. Floating-point
/// numbers have no total order in Rust, so they cannot be priorities.
pub type PriorityQueue<P, T> = Queue<ByPriority<P, T>>;

/// `asyncio.LifoQueue`: what was put last comes first.
///
/// ```
/// # use priority_queues::LifoQueue;
/// let plates = LifoQueue::new(0);
/// for plate in ["blue", "green"] {
///     plates.put_nowait(plate).expect("any number of plates");
/// }
/// assert_eq!(plates.get_nowait(), Ok("green"));
/// ```
pub type LifoQueue<T> = Queue<Vec<T>>;

/// `asyncio.Queue`: what was put first comes first.
pub type FifoQueue<T> = Queue<VecDeque<T>>;
