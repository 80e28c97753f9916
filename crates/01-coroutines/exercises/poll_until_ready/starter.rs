//! A future polled until it is ready
//!
//! `tie` returns a knot after a few polls; the number of polls depends on the seed.
//! This program polls once and takes `Pending` for the end. Poll by hand until the knot
//! is ready: print “not ready” after each poll that returns `Pending`, and at the end
//! the number of polls. You are the runtime, so do without `await`.

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
