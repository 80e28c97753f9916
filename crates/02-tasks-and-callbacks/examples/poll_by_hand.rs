//! A task polls its future until it is ready, and so can you.
//!
//! Tutorial: none
//! Look for: main alone. It does by hand what the runtime does for a task.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use classroom::println;
use tokio::task::yield_now;

async fn bake() -> &'static str {
    println!("the dough rises"); // the first poll came in here
    yield_now().await;
    println!("the oven is hot"); // the second poll goes on where the first one left
    "a loaf"
}

fn main() {
    // The runtime is here for the recording only: polling by hand needs none.
    classroom::run(async {
        let mut bread = pin!(bake());
        println!("nobody has polled yet"); // the call alone starts nothing
        // A waker says "poll me again". We shall poll anyway, so ours does nothing.
        let mut context = Context::from_waker(Waker::noop());
        loop {
            match bread.as_mut().poll(&mut context) {
                Poll::Pending => println!("not ready"), // bake stands at its await
                Poll::Ready(value) => {
                    println!("ready: {value}"); // bake has returned: the last poll
                    break;
                }
            }
        }
    });
}
