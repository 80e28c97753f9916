//! Dropping the handle lets the task go on; the end of main does not.
//!
//! Tutorial: none
//! Look for: the bell strikes after its handle is gone, and stops when main returns.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn ring_every_second() {
    for hour in 1..=12 {
        sleep(Duration::from_secs(1)).await;
        println!("the bell strikes {hour}"); // the timer fired; no handle is needed
    }
}

fn main() {
    classroom::run(async {
        let bell = tokio::spawn(ring_every_second());
        drop(bell);
        println!("the handle is gone"); // same poll: the bell has not begun
        sleep(Duration::from_millis(3500)).await;
        println!("main goes home"); // main returns: the runtime drops all tasks
    });
}
