//! Each task has its permit by name while its boat is under way.

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
        let canal = Arc::new(Semaphore::new(3));
        let mut boats = JoinSet::new();
        for boat in 1..=9 {
            let canal = Arc::clone(&canal);
            boats.spawn(async move {
                let _permit = canal.acquire().await.expect("it is never closed");
                cross(boat).await;
            });
        }
        boats.join_all().await;
    });
}
