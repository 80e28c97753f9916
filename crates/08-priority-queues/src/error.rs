//! The errors of a queue. A caller that could not put an item gets it back.

use std::error::Error;
use std::fmt;

/// The queue is shut down: [`Queue::put`](crate::Queue::put) gives the item back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PutError<T>(pub T);

/// Why [`Queue::put_nowait`](crate::Queue::put_nowait) gives the item back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PutNowaitError<T> {
    /// There is no place left: `asyncio.QueueFull`.
    Full(T),
    /// Nothing can be put any more: `asyncio.QueueShutDown`.
    ShutDown(T),
}

/// The queue is shut down and empty: no item will ever come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetError;

/// Why [`Queue::get_nowait`](crate::Queue::get_nowait) has no item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GetNowaitError {
    /// There is no item at the moment: `asyncio.QueueEmpty`.
    Empty,
    /// The queue is shut down and empty: `asyncio.QueueShutDown`.
    ShutDown,
}

/// [`Queue::task_done`](crate::Queue::task_done) was called more often than items were
/// put: `ValueError` in asyncio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskDoneError;

const FULL: &str = "the queue is full";
const EMPTY: &str = "the queue is empty";
const SHUT_DOWN: &str = "the queue is shut down";

impl<T> PutNowaitError<T> {
    /// The item that was not put.
    pub fn into_item(self) -> T {
        match self {
            PutNowaitError::Full(item) | PutNowaitError::ShutDown(item) => item,
        }
    }
}

// By hand, so that `expect` works for items of every type; the item is not shown.
impl<T> fmt::Debug for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PutError(..)")
    }
}

impl<T> fmt::Debug for PutNowaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PutNowaitError::Full(_) => "Full(..)",
            PutNowaitError::ShutDown(_) => "ShutDown(..)",
        })
    }
}

impl<T> fmt::Display for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SHUT_DOWN)
    }
}

impl<T> fmt::Display for PutNowaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PutNowaitError::Full(_) => FULL,
            PutNowaitError::ShutDown(_) => SHUT_DOWN,
        })
    }
}

impl fmt::Display for GetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SHUT_DOWN)
    }
}

impl fmt::Display for GetNowaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            GetNowaitError::Empty => EMPTY,
            GetNowaitError::ShutDown => SHUT_DOWN,
        })
    }
}

impl fmt::Display for TaskDoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("task_done() called too many times")
    }
}

impl<T> Error for PutError<T> {}
impl<T> Error for PutNowaitError<T> {}
impl Error for GetError {}
impl Error for GetNowaitError {}
impl Error for TaskDoneError {}
