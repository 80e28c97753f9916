//! Oops: an await between reading and writing loses an update.
//!
//! Tutorial: none
//! Look for: two tickets are sold, and there is one less than before.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn sell(checkout: &str, tickets: Arc<AtomicU32>) {
    let read = tickets.load(Ordering::Relaxed);
    println!("{checkout}: {read} tickets left"); // first poll: no task has written yet
    sleep(Duration::from_millis(100)).await; // the customer pays
    tickets.store(read - 1, Ordering::Relaxed);
    println!("{checkout}: sold one, {} left", read - 1); // the timer fired
}

fn main() {
    classroom::run(async {
        let tickets = Arc::new(AtomicU32::new(10));
        let tasks = ["checkout 1", "checkout 2"]
            .map(|checkout| tokio::spawn(sell(checkout, Arc::clone(&tickets))));
        for task in tasks {
            task.await.expect("selling does not panic");
        }
        let left = tickets.load(Ordering::Relaxed);
        println!("10 tickets, 2 sold, {left} left"); // both tasks have finished
    });
}
