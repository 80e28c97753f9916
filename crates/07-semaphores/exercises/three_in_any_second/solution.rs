//! Each permit comes back a second after it was taken.

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

fn main() {
    classroom::run(async {
        let permits = Arc::new(Semaphore::new(3));
        for letter in 1..=9 {
            write(letter).await;
            let permit = Arc::clone(&permits).acquire_owned().await;
            let permit = permit.expect("it is never closed");
            println!("letter {letter}: sent");
            tokio::spawn(async move {
                sleep(SECOND).await;
                drop(permit);
            });
        }
    });
}
