//! In plain tokio, a timer is a task that sleeps first.
//!
//! Tutorial: none
//! Look for: each line is printed by its own task, and the program ends by itself.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep_until};

fn callback(sleep_times: u64) {
    println!("sleep {sleep_times} success"); // this task has nothing more to wait for
}

fn main() {
    classroom::run(async {
        let now = Instant::now();
        let mut timers = [2, 1, 3].map(|seconds| {
            tokio::spawn(async move {
                sleep_until(now + Duration::from_secs(seconds)).await;
                callback(seconds);
            })
        });
        let soon = tokio::spawn(async { callback(4) });
        soon.await.expect("the callback does not panic");
        for timer in &mut timers {
            timer.await.expect("the callback does not panic");
        }
    });
}
