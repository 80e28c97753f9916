//! A blocking call goes to a thread, and the runtime stays free.
//!
//! Tutorial: none
//! Look for: the clock ticks while the scale is busy. They are on two threads.
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

#[expect(clippy::disallowed_methods, reason = "a thread of the pool may block")]
fn weigh() -> u32 {
    println!("scale: weighing"); // a thread of the pool has taken the call
    thread::sleep(Duration::from_millis(300)); // stands in for a slow old device
    println!("scale: done"); // it has blocked its own thread only
    42
}

fn main() {
    classroom::run(async {
        let weighing = tokio::task::spawn_blocking(weigh);
        for tick in 1..=2 {
            sleep(Duration::from_millis(100)).await;
            println!("clock: tick {tick}"); // main's timer fired
        }
        let grams = weighing.await.expect("weighing does not panic");
        println!("{grams} grams"); // the thread has returned the value
    });
}
