//! Oops: a lock of the standard library was held across an await.
//!
//! Tutorial: none
//! Look for: the reader finds the lock taken, by somebody who is asleep.

use std::sync::Mutex;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

#[expect(
    clippy::await_holding_lock,
    reason = "the guard held across an await is what this example shows"
)]
async fn write(ledger: &Mutex<Vec<&str>>) {
    let mut ledger = ledger.lock().expect("nobody panics with the lock");
    println!("writer: locked"); // the first branch of join! runs first
    sleep(Duration::from_millis(100)).await;
    ledger.push("rent");
    println!("writer: done"); // the guard was here all the time
}

async fn read(ledger: &Mutex<Vec<&str>>) {
    // lock() would not only wait: it would stop the thread, which is the writer's, too.
    match ledger.try_lock() {
        Ok(ledger) => println!("reader: {ledger:?}"), // the writer is done
        // The writer is asleep, with the guard in its hand.
        Err(_) => println!("reader: lock() would hang here for ever"),
    }
}

fn main() {
    classroom::run(async {
        let ledger = Mutex::new(Vec::new());
        tokio::join!(write(&ledger), read(&ledger));
        read(&ledger).await;
    });
}
