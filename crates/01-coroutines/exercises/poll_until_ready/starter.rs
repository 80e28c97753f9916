//! A future polled until it is ready
//!
//! `tie` returns a knot after a few polls; with another seed it needs another number.
//! This program polls it once and takes `Pending` for the end. Poll it by hand until it
//! is ready: say “not ready” after each poll that did not end it, and at the end how
//! many polls it took. You are the runtime this time, so do without `await`.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use classroom::println;
use tokio::task::yield_now;

// given
async fn tie() -> &'static str {
    for _ in 0..classroom::seed(2) {
        yield_now().await;
    }
    "a knot"
}
// end

fn main() {
    classroom::run(async {
        let mut knot = pin!(tie());
        let mut context = Context::from_waker(Waker::noop());
        match knot.as_mut().poll(&mut context) {
            Poll::Pending => println!("not ready"),
            Poll::Ready(value) => println!("ready after 1 poll: {value}"),
        }
    });
}
