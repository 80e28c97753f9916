//! Makes and pins a new future for each poll: it is never ready.

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
        let mut context = Context::from_waker(Waker::noop());
        let mut polls = 0;
        loop {
            let mut knot = pin!(tie());
            polls += 1;
            match knot.as_mut().poll(&mut context) {
                Poll::Pending => println!("not ready"),
                Poll::Ready(value) => {
                    println!("ready after {polls} polls: {value}");
                    break;
                }
            }
        }
    });
}
