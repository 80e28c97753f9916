//! Locks: one task at a time, also across an `.await`.
//!
//! # When asyncio needs a lock, for a Python programmer
//!
//! Between two `.await`s no other task runs, so a plain `total += 1` needs no lock in asyncio.
//! A lock is needed as soon as there is an `.await` *in the middle* of something that
//! must not be seen half-done: look into the cache, fetch the page, put it into the
//! cache. `asyncio.Lock` is for that, and so is [`tokio::sync::Mutex`].
//!
//! A lock in Rust owns what it protects: the data can be reached through the guard only,
//! which [`lock`](tokio::sync::Mutex::lock) returns, and the guard unlocks when it is
//! dropped. Neither can be forgotten.
//!
//! | lock | take it … |
//! |---|---|
//! | none: [`Cell`](std::cell::Cell), [`RefCell`](std::cell::RefCell) | … inside one task, without an `.await` while it is borrowed. |
//! | [`std::sync::atomic`] | … for a number that tasks share. |
//! | [`std::sync::Mutex`] | … for data that tasks share, locked for a moment and never across an `.await`. |
//! | [`tokio::sync::Mutex`] | … when an `.await` comes between locking and unlocking. |
//! | [`tokio::sync::RwLock`] | … when many read, and few write. |
//!
//! # The building block
//!
//! [`Cache`] is the tutorial's cache as a type: it fetches what is missing, and makes one
//! request however many ask. It needs two of these locks, and says why.
//!
//! ```
//! use locks::Cache;
//!
//! async fn request(url: &str) -> String {
//!     format!("the page at {url}")
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let cache = Cache::new();
//! let url = "www.baidu.com";
//! let page = cache.get_or_fetch(url, || request(url)).await;
//! // Here `request` is not even called.
//! assert_eq!(cache.get_or_fetch(url, || request(url)).await, page);
//! # }
//! ```

mod cache;

pub use cache::Cache;
