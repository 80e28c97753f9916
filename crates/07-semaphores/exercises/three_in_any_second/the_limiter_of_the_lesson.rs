//! Takes the limiter that the lesson has.

use std::time::Duration;

use classroom::println;
use semaphores::RateLimiter;
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

// given
/// Takes 100, 800 and 50 ms for the first three letters; the others are ready.
async fn write(letter: u32) {
    match letter {
        1 => sleep(Duration::from_millis(100)).await,
        2 => sleep(Duration::from_millis(800)).await,
        3 => sleep(Duration::from_millis(50)).await,
        _ => {}
    }
}
// end

fn main() {
    classroom::run(async {
        let limiter = RateLimiter::new(3, SECOND);
        for letter in 1..=9 {
            write(letter).await;
            limiter.acquire().await;
            println!("letter {letter}: sent");
        }
    });
}
