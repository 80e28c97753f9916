//! Waits for a tick after the last bed too.

use std::time::Duration;

use classroom::println;
use tokio::time::{interval, sleep};

// given
/// Takes less than a second: another time for each bed, and with each seed.
async fn water(bed: u64) {
    let ms = 900 / (bed + classroom::seed(0) % 3);
    sleep(Duration::from_millis(ms)).await;
    println!("bed {bed}: watered");
}
// end

fn main() {
    classroom::run(async {
        let mut seconds = interval(Duration::from_secs(1));
        seconds.tick().await; // the first tick comes at once
        for bed in 1..=4 {
            println!("bell");
            water(bed).await;
            seconds.tick().await;
        }
    });
}
