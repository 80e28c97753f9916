//! `asyncio.ensure_future`: a task from whatever can be awaited.

use crate::{Task, create_task};

/// A future, or a task that exists already: an argument of [`ensure_future`].
pub trait EnsureFuture {
    /// The result of the task.
    type Output;

    /// Returns the task that runs `self`; see [`ensure_future`].
    #[track_caller]
    fn ensure_future(self) -> Task<Self::Output>;
}

// The two implementations do not overlap because `Task` is not a `Future`. The compiler
// can rely on that: only this crate could make it one.
impl<F> EnsureFuture for F
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    type Output = F::Output;

    fn ensure_future(self) -> Task<F::Output> {
        create_task(self)
    }
}

impl<T> EnsureFuture for Task<T> {
    type Output = T;

    fn ensure_future(self) -> Task<T> {
        self
    }
}

/// Makes sure that `awaitable` is a task: `asyncio.ensure_future(awaitable)`.
///
/// A future becomes a new task, as by [`create_task`]. A [`Task`] comes back unchanged.
///
/// # Panics
///
/// Panics if `awaitable` is a future and no tokio runtime is running on this thread.
#[track_caller]
pub fn ensure_future<A: EnsureFuture>(awaitable: A) -> Task<A::Output> {
    awaitable.ensure_future()
}
