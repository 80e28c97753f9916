//! call_soon comes before a timer without delay, even one that was set first.
//!
//! Tutorial: none
//! Look for: the first call gets the second line, and both come at 0.00.
//! Uses: look-alike

use std::time::Duration;

use call_later::Loop;
use classroom::println;

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        event_loop.call_later(Duration::ZERO, |_loop| {
            // due, but after what call_soon has queued
            println!("call_later(0), registered first");
        });
        event_loop.call_soon(|event_loop| {
            println!("call_soon, registered second"); // queued, so before any timer
            event_loop.stop(); // ends the loop after this turn
        });
        event_loop.run_forever().await.expect("it is not closed");
    });
}
