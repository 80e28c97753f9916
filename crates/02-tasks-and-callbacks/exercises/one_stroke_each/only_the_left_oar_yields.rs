//! The right oar makes all its strokes after the first of the left one.

use classroom::println;
use tokio::task::yield_now;

async fn left() {
    for stroke in 1..=3 {
        println!("left {stroke}");
        yield_now().await;
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
