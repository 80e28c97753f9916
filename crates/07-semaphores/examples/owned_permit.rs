//! Take the permit first, and only so many tasks exist.
//!
//! Tutorial: none
//! Look for: the task column. Main waits for a clerk, and makes the task afterwards.

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
            let permit = permit.expect("nobody closes it");
            println!("letter {letter}: handed out"); // a clerk is free for it
            letters.spawn(async move {
                sleep(Duration::from_secs(1)).await;
                println!("letter {letter}: answered"); // a second after handing out
                drop(permit);
            });
        }
        letters.join_all().await;
    });
}
