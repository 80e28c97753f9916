//! A task that gives up leaves the line, and no permit is lost.
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
    // Dropped at its await, `acquire` loses its place in line, and nothing else.
    let Ok(permit) = timeout(patience, booth.acquire()).await else {
        println!("{caller}: gives up"); // the timeout fired
        return;
    };
    let _permit = permit.expect("it is never closed");
    println!("{caller}: talking"); // acquire has returned a permit
    sleep(Duration::from_secs(3)).await;
    println!("{caller}: hangs up"); // the timer fired; the permit is dropped next
}

fn main() {
    classroom::run(async {
        let booth = Arc::new(Semaphore::new(1));
        let mut callers = JoinSet::new();
        for (caller, patience) in [("Ann", 1), ("Bob", 2), ("Cem", 5)] {
            callers.spawn(call(caller, patience, Arc::clone(&booth)));
        }
        callers.join_all().await;
        println!("free booths: {}", booth.available_permits()); // as at the beginning
    });
}
