//! Asks for the whistle every 100 ms: later than it by up to 100 ms.

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
        let mut tenths = 0;
        while !whistle.is_cancelled() {
            sleep(Duration::from_millis(100)).await;
            tenths += 1;
            if tenths % 10 == 0 {
                println!("length {}", tenths / 10);
            }
        }
        println!("off the water");
    });
}
