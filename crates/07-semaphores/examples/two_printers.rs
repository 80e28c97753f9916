//! Two permits: two posters are printed, and the others wait.
//!
//! Tutorial: none
//! Look for: never more than two between their first line and their second.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn print_poster(number: u32, printers: Arc<Semaphore>) {
    // The permit must have a name: it is released where its name ends.
    let _permit = printers.acquire().await.expect("it is never closed");
    println!("poster {number}: printing"); // acquire has returned a permit
    sleep(Duration::from_secs(1)).await;
    println!("poster {number}: done"); // the timer fired; the permit is dropped next
}

fn main() {
    classroom::run(async {
        let printers = Arc::new(Semaphore::new(2));
        let mut posters = JoinSet::new();
        for number in 1..=5 {
            posters.spawn(print_poster(number, Arc::clone(&printers)));
        }
        posters.join_all().await;
    });
}
