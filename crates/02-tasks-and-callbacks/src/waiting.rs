//! Awaiting a task, any number of times.

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::task::WhenDone;
use crate::{CallbackId, Task, TaskError};

/// The future behind `task.await` and `(&task).await`.
///
/// It gives what [`Task::result`] gives once the task is done: at once if the task is
/// done already, else in the turn of the callbacks. Dropping it only stops waiting; the
/// task goes on. So awaiting a clone of a task is what `asyncio.shield(task)` is for.
///
/// # Panics
///
/// Panics if a task awaits itself, where asyncio raises `RuntimeError`: it would wait
/// forever.
#[must_use = "futures do nothing unless awaited"]
pub struct Waiting<T> {
    task: Task<T>,
    /// Our place among the callbacks, from the first poll on. Kept for later polls,
    /// which renew the waker but must not lose the place, and for dropping.
    registered: Option<CallbackId>,
}

impl<T: Clone> Future for Waiting<T> {
    type Output = Result<T, TaskError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        assert!(!this.task.is_current(), "Task cannot await on itself");
        // Cloned before locking, and the old one dropped after unlocking: what a waker
        // does then is its maker's code, which may well come back to this task.
        let waker = WhenDone::Wake(cx.waker().clone());
        let mut state = this.task.lock();
        if let Some(outcome) = &state.outcome {
            return Poll::Ready(outcome.clone());
        }
        let id = *this.registered.get_or_insert_with(CallbackId::next);
        let replaced = state.when_done.insert(id, waker);
        drop(state);
        drop(replaced);
        Poll::Pending
    }
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        if let Some(id) = self.registered {
            self.task.remove(id);
        }
    }
}

impl<T: Clone> IntoFuture for Task<T> {
    type Output = Result<T, TaskError>;
    type IntoFuture = Waiting<T>;

    fn into_future(self) -> Waiting<T> {
        Waiting {
            task: self,
            registered: None,
        }
    }
}

impl<T: Clone> IntoFuture for &Task<T> {
    type Output = Result<T, TaskError>;
    type IntoFuture = Waiting<T>;

    fn into_future(self) -> Waiting<T> {
        self.clone().into_future()
    }
}
