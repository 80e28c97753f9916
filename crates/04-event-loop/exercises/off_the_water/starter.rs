//! Off the water at the whistle
//!
//! A boat rows one length after another, a second each, until the coach whistles. Today
//! the crew asks for the whistle between two lengths only, and comes ashore at 3.00,
//! though the coach whistles at 2.53. Let it stop in the middle of a length, at the
//! moment of the whistle. Do not print a length that is not finished.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

// given
/// The coach cancels it by a whistle: at 2.53, and later with another seed.
fn whistle() -> CancellationToken {
    let whistle = CancellationToken::new();
    let coach = whistle.clone();
    let ms = 2530 + 750 * (classroom::seed(0) % 3);
    tokio::spawn(async move {
        sleep(Duration::from_millis(ms)).await;
        coach.cancel();
    });
    whistle
}
// end

fn main() {
    classroom::run(async {
        let whistle = whistle();
        let mut length = 0;
        while !whistle.is_cancelled() {
            sleep(Duration::from_secs(1)).await;
            length += 1;
            println!("length {length}");
        }
        println!("off the water");
    });
}
