//! Oops: a lock of the standard library is held across an await.
//!
//! Tutorial: none
//! Look for: the reader finds the lock taken by a writer that sleeps.

use std::sync::Mutex;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

#[expect(
    clippy::await_holding_lock,
    reason = "the guard held across an await is what this example shows"
)]
async fn write(ledger: &Mutex<Vec<&str>>) {
    let mut ledger = ledger.lock().expect("no holder panics");
    println!("writer: locked"); // first poll of this branch
    sleep(Duration::from_millis(100)).await;
    ledger.push("rent");
    println!("writer: done"); // the timer fired; the guard is dropped next
}

async fn read(ledger: &Mutex<Vec<&str>>) {
    // lock() would block the thread, and the writer needs that thread.
    match ledger.try_lock() {
        Ok(ledger) => println!("reader: {ledger:?}"), // the guard was dropped
        // the writer sleeps, and holds the guard
        Err(_) => println!("reader: lock() would hang forever"),
    }
}

fn main() {
    classroom::run(async {
        let ledger = Mutex::new(Vec::new());
        tokio::join!(write(&ledger), read(&ledger));
        read(&ledger).await;
    });
}
