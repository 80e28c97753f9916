//! Sleeps for a millisecond after each stroke: in step, but time passes.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn left() {
    for stroke in 1..=3 {
        println!("left {stroke}");
        sleep(Duration::from_millis(1)).await;
    }
}

async fn right() {
    for stroke in 1..=3 {
        println!("right {stroke}");
        sleep(Duration::from_millis(1)).await;
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
