//! Oops: an await between reading and writing lost an update.
//!
//! Tutorial: none
//! Look for: two tickets are sold, and there is one less than before.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn sell(till: &str, tickets: Arc<AtomicU32>) {
    let read = tickets.load(Ordering::Relaxed);
    println!("{till}: {read} tickets left"); // nobody has written yet
    sleep(Duration::from_millis(100)).await; // the customer pays
    tickets.store(read - 1, Ordering::Relaxed);
    println!("{till}: sold one, {} left", read - 1); // 0.1 s after it read
}

fn main() {
    classroom::run(async {
        let tickets = Arc::new(AtomicU32::new(10));
        let tasks = ["till 1", "till 2"]
            .map(|till| tokio::spawn(sell(till, Arc::clone(&tickets))));
        for task in tasks {
            task.await.expect("selling does not panic");
        }
        let left = tickets.load(Ordering::Relaxed);
        println!("10 tickets, 2 sold, {left} left"); // the second write hid the first
    });
}
