//! Limits: on the number at once, and on the number within a period.
//!
//! # Semaphores, for a Python programmer
//!
//! A semaphore holds a number of permits. A task acquires one before its work, waits while
//! there is none, and releases it afterwards. It says nothing about *who* is in and
//! protects no data: it counts. asyncio's has a counter with `acquire()` and `release()`.
//! [`tokio::sync::Semaphore`] gives you the permit as a value, and dropping that value
//! is the release: it cannot be forgotten on the way out, nor done twice.
//!
//! ```
//! use tokio::sync::Semaphore;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let seats = Semaphore::new(2);
//! {
//!     // async with seats:
//!     let _permit = seats.acquire().await.expect("it is never closed");
//!     assert_eq!(seats.available_permits(), 1);
//! }
//! assert_eq!(seats.available_permits(), 2);
//! # }
//! ```
//!
//! | asyncio | tokio | what differs |
//! |---|---|---|
//! | `async with semaphore:` | `let _permit = semaphore.acquire().await` | the permit lives to the end of *its* block; named `_` it would be gone at once. |
//! | `semaphore.release()` | `drop(permit)` | the permit is moved, so a second time does not compile. |
//! | `BoundedSemaphore` | the same [`Semaphore`] | nothing to check when the program runs, as long as [`add_permits`] is not called. |
//! | `semaphore.locked()` | [`try_acquire`] | it does not only look, it acquires: no other task can come in between. |
//! | none | [`acquire_many`], [`acquire_owned`], [`close`] | some permits as one; a permit that moves into a task; an error for all that wait. |
//!
//! # What this crate adds
//!
//! - [`RateLimiter`]: a semaphore limits how many run *at once*, this one how many begin
//!   *within a while*.
//! - [`Gauge`]: counts the tasks inside, and remembers the maximum; that is how the
//!   examples and tests prove that a limit holds, or that it does not.
//!
//! # tokio and futures have more
//!
//! | instead of a semaphore | prefer it … |
//! |---|---|
//! | [`buffer_unordered`] | … when one task goes through a list and wants the results. No task and no permit; but nothing moves while the loop body waits. |
//! | a few worker tasks and a channel | … when work keeps coming, and each worker has something to keep, like a connection. |
//! | [`tokio::sync::Mutex`] | … when the limit is one and there is data behind it. |
//!
//! [`Semaphore`]: tokio::sync::Semaphore
//! [`add_permits`]: tokio::sync::Semaphore::add_permits
//! [`try_acquire`]: tokio::sync::Semaphore::try_acquire
//! [`acquire_many`]: tokio::sync::Semaphore::acquire_many
//! [`acquire_owned`]: tokio::sync::Semaphore::acquire_owned
//! [`close`]: tokio::sync::Semaphore::close
//! [`buffer_unordered`]: https://docs.rs/futures/0.3/futures/stream/trait.StreamExt.html#method.buffer_unordered

mod gauge;
mod rate_limiter;

pub use gauge::{Gauge, Inside};
pub use rate_limiter::RateLimiter;
