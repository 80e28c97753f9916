//! Three boats leave when the three before them are all across.

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
        for first in [1, 4, 7] {
            let mut boats = JoinSet::new();
            for boat in first..first + 3 {
                boats.spawn(cross(boat));
            }
            boats.join_all().await;
        }
    });
}
