//! A lock keeps reading and writing together, across the await.
//!
//! Tutorial: none
//! Look for: checkout 2 reads after checkout 1 has written. It takes twice the time.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

async fn sell(checkout: &str, tickets: Arc<Mutex<u32>>) {
    // The number is inside the lock, and can be reached through the guard only.
    let mut tickets = tickets.lock().await;
    println!("{checkout}: {tickets} tickets left"); // lock has returned the guard
    sleep(Duration::from_millis(100)).await; // the customer pays
    *tickets -= 1;
    println!("{checkout}: sold one, {tickets} left"); // the timer fired
}

fn main() {
    classroom::run(async {
        let tickets = Arc::new(Mutex::new(10));
        let tasks = ["checkout 1", "checkout 2"]
            .map(|checkout| tokio::spawn(sell(checkout, Arc::clone(&tickets))));
        for task in tasks {
            task.await.expect("selling does not panic");
        }
        let left = tickets.lock().await;
        println!("10 tickets, 2 sold, {left} left"); // both tasks have finished
    });
}
