//! Three letters in any second
//!
//! A post office takes at most three letters a second. A task refills the permits at
//! each full second. So two letters go out just before 1.00, and three more at 1.00:
//! five within a tenth of a second. Send at most three in *any* second, wherever it
//! begins, and all nine by 2.95. Write the limit yourself, without `RateLimiter`.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
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

async fn refill(permits: Arc<Semaphore>) {
    loop {
        sleep(SECOND).await;
        permits.add_permits(3 - permits.available_permits());
    }
}

fn main() {
    classroom::run(async {
        let permits = Arc::new(Semaphore::new(3));
        tokio::spawn(refill(Arc::clone(&permits)));
        for letter in 1..=9 {
            write(letter).await;
            let permit = permits.acquire().await.expect("it is never closed");
            permit.forget(); // refill adds another one
            println!("letter {letter}: sent");
        }
    });
}
