//! Oops: dropping the handle does not cancel the timer.
//!
//! Tutorial: none
//! Look for: the answer came at 1.00, and at 2.00 the request is given up all the same.
//! Uses: look-alike

use std::time::Duration;

use call_later::Loop;
use classroom::println;

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        let timeout = event_loop.call_later(Duration::from_secs(2), |_loop| {
            println!("no answer: giving up"); // the timer was not cancelled
        });
        event_loop.call_later(Duration::from_secs(1), move |_loop| {
            println!("the answer is here"); // one second before the timeout
            drop(timeout); // here `timeout.cancel()` is missing
        });
        event_loop.call_later(Duration::from_secs(3), Loop::stop);
        event_loop.run_forever().await.expect("it is not closed");
    });
}
