//! Without an await inside, use the lock of the standard library.
//!
//! Tutorial: none
//! Look for: no task ever waits for the list, though three tasks write to it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn take_order(table: u64, orders: Arc<Mutex<Vec<u64>>>) {
    sleep(Duration::from_millis(100 * (4 - table))).await; // the guests choose
    // Locked, written and unlocked within one statement, without an await.
    orders.lock().expect("push does not panic").push(table);
    println!("table {table}: written down"); // same poll as the lock
    sleep(Duration::from_millis(100)).await; // bring the drinks, with nothing locked
}

fn main() {
    classroom::run(async {
        let orders = Arc::new(Mutex::new(Vec::new()));
        let tasks =
            [1, 2, 3].map(|table| tokio::spawn(take_order(table, Arc::clone(&orders))));
        for task in tasks {
            task.await.expect("taking an order does not panic");
        }
        let orders = orders.lock().expect("push does not panic");
        println!("for the kitchen: {orders:?}"); // all three have finished
    });
}
