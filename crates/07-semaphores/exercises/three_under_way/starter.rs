//! At most three boats under way
//!
//! Nine boats cross a canal, each in 100 or 300 ms, and today all at once. Let at most
//! three be under way at the same time. A boat leaves as soon as another one is across,
//! so all are across at 0.60.

use std::time::Duration;

use classroom::println;
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
        let mut boats = JoinSet::new();
        for boat in 1..=9 {
            boats.spawn(cross(boat));
        }
        boats.join_all().await;
    });
}
