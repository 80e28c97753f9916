//! A lock keeps reading and writing together, across the await.
//!
//! Tutorial: none
//! Look for: till 2 reads only after till 1 has written. It costs the time of both.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

async fn sell(till: &str, tickets: Arc<Mutex<u32>>) {
    // The number lies inside the lock: without a guard there is no way to it.
    let mut tickets = tickets.lock().await;
    println!("{till}: {tickets} tickets left"); // this till alone has the lock
    sleep(Duration::from_millis(100)).await; // the customer pays
    *tickets -= 1;
    println!("{till}: sold one, {tickets} left"); // the guard goes next: unlocked
}

fn main() {
    classroom::run(async {
        let tickets = Arc::new(Mutex::new(10));
        let tasks = ["till 1", "till 2"]
            .map(|till| tokio::spawn(sell(till, Arc::clone(&tickets))));
        for task in tasks {
            task.await.expect("selling does not panic");
        }
        let left = tickets.lock().await;
        println!("10 tickets, 2 sold, {left} left"); // every update has survived
    });
}
