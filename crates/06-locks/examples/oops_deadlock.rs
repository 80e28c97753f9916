//! Oops: two tasks wait for each other, and neither can go on.
//!
//! Tutorial: none
//! Look for: the last line of the run. It names each task, the lock it waits for, and
//!   the line in which the lock was made.
//! Exits: 3

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

type Account = Arc<Mutex<i32>>;

async fn pay(name: &str, amount: i32, from: Account, to: Account) {
    let mut from = from.lock().await;
    println!("{name}: own account locked"); // free: no other task has locked it
    sleep(Duration::from_millis(10)).await; // the bank looks whether there is enough
    let mut to = to.lock().await;
    *from -= amount;
    *to += amount;
    println!("{name}: {amount} paid"); // never printed: each waits for the other
}

fn main() {
    classroom::run(async {
        let ada = Arc::new(Mutex::new(100));
        let ben = Arc::new(Mutex::new(100));
        let there = pay("Ada", 30, Arc::clone(&ada), Arc::clone(&ben));
        let back = pay("Ben", 50, Arc::clone(&ben), Arc::clone(&ada));
        let tasks = [tokio::spawn(there), tokio::spawn(back)];
        for task in tasks {
            task.await.expect("paying does not panic");
        }
    });
}
