//! Sleeps for what the first bed has left of its second.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

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
        for bed in 1..=4 {
            println!("bell");
            water(bed).await;
            if bed < 4 {
                sleep(Duration::from_millis(100)).await;
            }
        }
    });
}
