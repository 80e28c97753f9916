//! One stroke each
//!
//! A boat has two oars, and a task for each. The left oar makes all its strokes before
//! the right one makes its first, so the boat turns in a circle. Neither oar may get
//! more than one stroke ahead of the other. No time may pass: let the tasks yield, not
//! sleep.

use classroom::println;

async fn left() {
    for stroke in 1..=3 {
        println!("left {stroke}");
    }
}

async fn right() {
    for stroke in 1..=3 {
        println!("right {stroke}");
    }
}

fn main() {
    classroom::run(async {
        let left = tokio::spawn(left());
        let right = tokio::spawn(right());
        left.await.expect("an oar does not panic");
        right.await.expect("an oar does not panic");
    });
}
