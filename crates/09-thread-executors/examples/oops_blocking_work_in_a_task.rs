//! Oops: work that blocks is done in a task, and the heartbeat stops.
//!
//! Tutorial: none
//! Look for: a beat each tenth of a second, and then none for the length of the work.
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

#[expect(clippy::disallowed_methods, reason = "this example is about it")]
async fn bookkeeping() {
    println!("books: opened"); // first poll: its task awaits it
    thread::sleep(Duration::from_millis(250)); // stands in for a long calculation
    println!("books: closed"); // same poll: no await in between
}

fn main() {
    classroom::run(async {
        let heart = tokio::spawn(async {
            for beat in 1..=4 {
                sleep(Duration::from_millis(100)).await;
                println!("beat {beat}"); // the timer fired
            }
        });
        tokio::spawn(async {
            sleep(Duration::from_millis(150)).await;
            bookkeeping().await;
        });
        heart.await.expect("the heart does not panic");
    });
}
