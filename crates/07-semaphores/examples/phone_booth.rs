//! Whoever gives up leaves the line, and takes no permit along.
//!
//! Tutorial: none
//! Look for: Cem moves up when Bob leaves, and Ann's permit reaches him.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

async fn call(caller: &str, patience: u64, booth: Arc<Semaphore>) {
    let patience = Duration::from_secs(patience);
    // Dropped at its await, `acquire` has taken nothing but a place in line.
    let Ok(permit) = timeout(patience, booth.acquire()).await else {
        println!("{caller}: gives up"); // the timer was faster than the line
        return;
    };
    let _permit = permit.expect("nobody closes it");
    println!("{caller}: talking"); // first in line, and the booth is free
    sleep(Duration::from_secs(3)).await;
    println!("{caller}: hangs up"); // three seconds later, for whoever is next
}

fn main() {
    classroom::run(async {
        let booth = Arc::new(Semaphore::new(1));
        let mut callers = JoinSet::new();
        for (caller, patience) in [("Ann", 1), ("Bob", 2), ("Cem", 5)] {
            callers.spawn(call(caller, patience, Arc::clone(&booth)));
        }
        callers.join_all().await;
        println!("free booths: {}", booth.available_permits()); // as in the beginning
    });
}
