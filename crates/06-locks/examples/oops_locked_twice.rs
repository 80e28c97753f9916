//! Oops: a task waits for a lock that it holds itself.
//!
//! Tutorial: none
//! Look for: a deadlock needs no second task.
//! Exits: 3

use classroom::println;
use tokio::sync::Mutex;

async fn count(stock: &Mutex<Vec<&str>>) -> usize {
    stock.lock().await.len()
}

async fn add(parcel: &'static str, stock: &Mutex<Vec<&str>>) {
    let mut stock_now = stock.lock().await;
    stock_now.push(parcel);
    println!("{parcel} is in"); // lock has returned the guard
    let number = count(stock).await; // `stock_now.len()` would need no second lock
    println!("{number} parcels"); // never printed: count waits for the lock
}

fn main() {
    classroom::run(async {
        let stock = Mutex::new(Vec::new());
        add("a lamp", &stock).await;
    });
}
