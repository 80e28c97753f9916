//! Take the permit first, and no more tasks exist than permits.
//!
//! Tutorial: none
//! Look for: the task column. Main waits for a permit, and then spawns the task.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

fn main() {
    classroom::run(async {
        let clerks = Arc::new(Semaphore::new(2));
        let mut letters = JoinSet::new();
        for letter in 1..=4 {
            // Owned: it holds the semaphore by an Arc, so it may move into the task.
            let permit = Arc::clone(&clerks).acquire_owned().await;
            let permit = permit.expect("it is never closed");
            println!("letter {letter}: handed out"); // acquire_owned has returned
            letters.spawn(async move {
                sleep(Duration::from_secs(1)).await;
                println!("letter {letter}: answered"); // the timer fired
                drop(permit);
            });
        }
        letters.join_all().await;
    });
}
