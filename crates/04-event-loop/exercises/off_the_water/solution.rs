//! `select!` waits for whichever comes first: the end of the length, or the whistle.

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
        loop {
            tokio::select! {
                () = whistle.cancelled() => break,
                () = sleep(Duration::from_secs(1)) => {
                    length += 1;
                    println!("length {length}");
                }
            }
        }
        println!("off the water");
    });
}
