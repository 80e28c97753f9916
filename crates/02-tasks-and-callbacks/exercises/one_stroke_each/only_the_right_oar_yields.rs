//! The left oar makes all its strokes in its first poll.

use classroom::println;
use tokio::task::yield_now;

async fn left() {
    for stroke in 1..=3 {
        println!("left {stroke}");
    }
}

async fn right() {
    for stroke in 1..=3 {
        println!("right {stroke}");
        yield_now().await;
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
