//! The permit is main's: it ends with each round of the loop, and not with the crossing.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

// given
async fn cross(boat: u64) {
    let ms = if boat % 3 == 1 { 300 } else { 100 };
    sleep(Duration::from_millis(ms)).await;
    println!("boat {boat}: across");
}
// end

fn main() {
    classroom::run(async {
        let canal = Semaphore::new(3);
        let mut boats = JoinSet::new();
        for boat in 1..=9 {
            let _permit = canal.acquire().await.expect("it is never closed");
            boats.spawn(cross(boat));
        }
        boats.join_all().await;
    });
}
