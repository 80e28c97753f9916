//! The future given to `block_on`, watched from outside.
//!
//! tokio reports neither who wakes it nor where it leaves its waker, so its waker is
//! wrapped.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use cooked_waker::{IntoWaker, Wake, WakeRef};

use crate::recorder;

/// `main`, with its polls and wakes recorded.
pub(crate) struct Observed<F> {
    future: Pin<Box<F>>,
    /// The wrapped waker of the last poll. It is kept because a new waker at every
    /// poll would make timers and locks register again.
    waker: Option<(Waker, Waker)>,
}

impl<F> Observed<F> {
    pub(crate) fn new(future: F) -> Self {
        Observed {
            future: Box::pin(future),
            waker: None,
        }
    }
}

struct MainWaker(Waker);

impl Clone for MainWaker {
    fn clone(&self) -> Self {
        recorder::main_waker_cloned();
        MainWaker(self.0.clone())
    }
}

impl WakeRef for MainWaker {
    fn wake_by_ref(&self) {
        recorder::main_woken();
        self.0.wake_by_ref();
    }
}

impl Wake for MainWaker {}

impl<F: Future> Future for Observed<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let wrapped = match &self.waker {
            Some((inner, wrapped)) if inner.will_wake(context.waker()) => {
                wrapped.clone()
            }
            _ => {
                let inner = context.waker().clone();
                let wrapped = Box::new(MainWaker(inner.clone())).into_waker();
                self.waker = Some((inner, wrapped.clone()));
                wrapped
            }
        };
        recorder::main_poll_began();
        let poll = self
            .future
            .as_mut()
            .poll(&mut Context::from_waker(&wrapped));
        recorder::main_poll_ended(poll.is_pending());
        poll
    }
}
