//! Counts in a `poll_fn` and awaits it: the runtime polls, not main.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

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
        let mut polls = 0;
        poll_fn(|context| {
            polls += 1;
            match knot.as_mut().poll(context) {
                Poll::Pending => {
                    println!("not ready");
                    Poll::Pending
                }
                Poll::Ready(value) => {
                    println!("ready after {polls} polls: {value}");
                    Poll::Ready(())
                }
            }
        })
        .await;
    });
}
