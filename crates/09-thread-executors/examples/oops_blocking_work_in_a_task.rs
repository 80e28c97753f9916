//! Oops: work that blocks is done in a task, and the heartbeat stops.
//!
//! Tutorial: none
//! Look for: a beat each tenth of a second, and then none for the length of the work.
//! Clock: real

use std::thread;
use std::time::{Duration, Instant};

use classroom::println;
use tokio::time::sleep;

#[expect(
    clippy::disallowed_methods,
    reason = "the work that blocks is what this example shows"
)]
async fn bookkeeping() {
    println!("books: opened"); // first poll: main awaits it
    thread::sleep(Duration::from_millis(250)); // stands in for a long calculation
    println!("books: closed"); // same poll: no await in between
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let heart = tokio::spawn(async move {
            for _ in 0..4 {
                sleep(Duration::from_millis(100)).await;
                let seconds = start.elapsed().as_secs_f64();
                println!("beat at {seconds:.1}"); // the timer fired
            }
        });
        sleep(Duration::from_millis(150)).await;
        bookkeeping().await;
        heart.await.expect("the heart does not panic");
    });
}
