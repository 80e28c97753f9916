//! A runtime polls a future until it is ready, and so can you.
//!
//! Tutorial: none
//! Look for: main alone. It does by hand what the runtime does for a task.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use classroom::println;
use tokio::task::yield_now;

async fn bake() -> &'static str {
    println!("the dough rises"); // first poll: from the beginning to the await
    yield_now().await;
    println!("the oven is hot"); // second poll: from the await to the end
    "a loaf"
}

fn main() {
    // This runtime only records the run: polling by hand needs none.
    classroom::run(async {
        let mut bread = pin!(bake());
        println!("not polled yet"); // the call has returned a future
        // A waker asks for the next poll. This loop polls anyway, so its own is empty.
        let mut context = Context::from_waker(Waker::noop());
        loop {
            match bread.as_mut().poll(&mut context) {
                Poll::Pending => println!("not ready"), // bake waits
                Poll::Ready(value) => {
                    println!("ready: {value}"); // bake has returned
                    break;
                }
            }
        }
    });
}
