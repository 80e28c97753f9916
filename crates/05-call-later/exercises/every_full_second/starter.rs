//! A bell at every full second
//!
//! A gardener rings a bell, waters a bed, and sleeps for a second, four times. So the
//! bells come later and later: the time of the watering is added to each second. Ring
//! at 0.00, 1.00, 2.00 and 3.00, however long the watering takes. The gardener goes
//! home as soon as the last bed is watered.

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
            sleep(Duration::from_secs(1)).await;
        }
    });
}
