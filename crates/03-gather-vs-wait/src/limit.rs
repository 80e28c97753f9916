//! A time limit that expires in its place among the tasks.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Sleep, sleep};

type AtLimit = Box<dyn FnOnce() + Send>;

/// Calls a function when the limit expires, and is ready then: the timer with which
/// asyncio limits a wait.
///
/// What matters is which tasks have run by then: those whose timers fired at the same
/// instant, but earlier, and no others. In a task, the order is that of tokio's queue.
/// The future in `block_on` is not in that queue: when its timer fires, it is polled
/// before all tasks. So its timer spawns a task that calls the function.
pub(crate) struct Limit {
    sleep: Pin<Box<Sleep>>,
    /// `None` once it was called, or given to the mark.
    at_limit: Option<AtLimit>,
    /// The place in the queue, if this is polled outside of a task.
    mark: Option<Arc<Mark>>,
}

impl Limit {
    pub(crate) fn new(
        duration: Duration,
        at_limit: impl FnOnce() + Send + 'static,
    ) -> Self {
        Limit {
            sleep: Box::pin(sleep(duration)),
            at_limit: Some(Box::new(at_limit)),
            mark: None,
        }
    }
}

impl Future for Limit {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        if let Some(mark) = &this.mark {
            return mark.poll(cx);
        }
        if tokio::task::try_id().is_some() {
            let expired = this.sleep.as_mut().poll(cx);
            if expired.is_ready()
                && let Some(at_limit) = this.at_limit.take()
            {
                at_limit();
            }
            return expired;
        }
        let mark = Arc::new(Mark {
            runtime: Handle::current(),
            state: Mutex::new(State {
                at_limit: this.at_limit.take(),
                expired: false,
                waker: None,
            }),
        });
        let polled = mark.poll(cx);
        let waker = Waker::from(Arc::clone(&mark));
        if this
            .sleep
            .as_mut()
            .poll(&mut Context::from_waker(&waker))
            .is_ready()
        {
            waker.wake();
        }
        this.mark = Some(mark);
        polled
    }
}

/// A limit that is no longer awaited calls nothing.
impl Drop for Limit {
    fn drop(&mut self) {
        if let Some(mark) = &self.mark {
            drop(mark.lock().at_limit.take());
        }
    }
}

/// Woken by the timer, spawns the task that marks its place in the queue.
struct Mark {
    runtime: Handle,
    state: Mutex<State>,
}

struct State {
    at_limit: Option<AtLimit>,
    expired: bool,
    waker: Option<Waker>,
}

impl Mark {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // A poisoned lock is still good: no foreign code runs under it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        let waker = cx.waker().clone();
        let mut state = self.lock();
        if state.expired {
            return Poll::Ready(());
        }
        let replaced = state.waker.replace(waker);
        drop(state);
        drop(replaced);
        Poll::Pending
    }

    fn expire(&self) {
        let at_limit = self.lock().at_limit.take();
        if let Some(at_limit) = at_limit {
            at_limit();
        }
        let mut state = self.lock();
        state.expired = true;
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Wake for Mark {
    fn wake(self: Arc<Self>) {
        let mark = Arc::clone(&self);
        drop(self.runtime.spawn(async move { mark.expire() }));
    }
}
