//! The future that tokio runs for a task: its own, and the bookkeeping of its end.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Waking, Poll};
use std::thread;

use crate::context::Context;
use crate::{Task, TaskError, panic_message};

/// Drives the future of a task, and ends the task when the future has ended or is dropped.
///
/// The future is always gone before the task is done: a task that finds another one done
/// may rely on its destructors having run.
pub(crate) struct Run<F: Future>
where
    F::Output: Send + 'static,
{
    /// Boxed, because pinning it in place takes unsafe code. `None` once it has ended.
    future: Option<Pin<Box<F>>>,
    task: Task<F::Output>,
    context: Arc<Context>,
}

impl<F: Future> Run<F>
where
    F::Output: Send + 'static,
{
    pub(crate) fn new(future: F, task: Task<F::Output>, context: Arc<Context>) -> Self {
        Run {
            future: Some(Box::pin(future)),
            task,
            context,
        }
    }

    /// Drops the future. Returns the panic of one of its destructors.
    fn drop_future(&mut self) -> Result<(), Box<dyn Any + Send>> {
        let future = self.future.take();
        let _inside = self.context.enter();
        // Unwind-safe: what is left of the future is not used again.
        catch_unwind(AssertUnwindSafe(|| drop(future)))
    }

    fn panicked(&self, panic: &(dyn Any + Send)) {
        let error = TaskError::Panicked(panic_message(panic));
        self.task.finish(Err(error));
    }
}

impl<F: Future> Future for Run<F>
where
    F::Output: Send + 'static,
{
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Waking<'_>) -> Poll<()> {
        let this = &mut *self;
        let Some(future) = &mut this.future else {
            return Poll::Pending;
        };
        let inside = this.context.enter();
        // Unwind-safe: after a panic, the future is only dropped.
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx)));
        drop(inside);
        let ended = match polled {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(value)) => Ok(value),
            Err(panic) => Err(panic),
        };
        let dropped = this.drop_future();
        match ended.and_then(|value| dropped.map(|()| value)) {
            Ok(value) => match this.task.finish(Ok(value)) {
                true => Poll::Ready(()),
                // Cancelled during its last poll. Then the task of tokio is cancelled as
                // well: to return here would report it as completed.
                false => Poll::Pending,
            },
            Err(panic) => {
                this.panicked(&*panic);
                // tokio has to know about the panic too. This does not print it again.
                resume_unwind(panic);
            }
        }
    }
}

/// The task is cancelled, or its runtime shuts down, if its future still exists here.
impl<F: Future> Drop for Run<F>
where
    F::Output: Send + 'static,
{
    fn drop(&mut self) {
        if self.future.is_none() {
            return;
        }
        match self.drop_future() {
            Ok(()) => {
                self.task.finish(Err(TaskError::Cancelled));
            }
            Err(panic) => {
                self.panicked(&*panic);
                // A second panic would end the program.
                if !thread::panicking() {
                    resume_unwind(panic);
                }
            }
        }
    }
}
