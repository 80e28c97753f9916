//! A boat that finds no permit does not wait for one.

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
                if let Ok(_permit) = canal.try_acquire() {
                    cross(boat).await;
                }
            });
        }
        boats.join_all().await;
    });
}
