//! The primitives that the queue synchronises with, in one place: `tests/interleavings.rs` compiles
//! the queue once more, with a mutex in its place that tries out every order of tasks.

// A std mutex, because it is never held across an await and only for a few steps.
pub(crate) use std::sync::{Mutex, MutexGuard};
pub(crate) use tokio::sync::{AcquireError, Notify, Semaphore, SemaphorePermit};
