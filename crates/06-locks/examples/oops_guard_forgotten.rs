//! Oops: a lock that is never released keeps all tasks out.
//!
//! Tutorial: 001-12av-acquire
//! Look for: the first task ends at 0.05, and the second one still cannot lock.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

async fn parse_stuff(lock: Arc<Mutex<()>>) {
    // forget throws the guard away without dropping it.
    std::mem::forget(lock.lock().await);
    println!("parse_stuff: locked"); // lock has returned the guard
    sleep(Duration::from_millis(50)).await; // stands in for the request
    println!("parse_stuff: done"); // the timer fired
}

async fn use_stuff(lock: Arc<Mutex<()>>) {
    // Without a limit this would wait forever.
    match timeout(Duration::from_secs(6), lock.lock()).await {
        Ok(_guard) => println!("use_stuff: locked"), // never printed: locked
        Err(_) => println!("use_stuff: still locked after 6 s"), // the limit has passed
    }
}

fn main() {
    classroom::run(async {
        let lock = Arc::new(Mutex::new(()));
        let parsing = tokio::spawn(parse_stuff(Arc::clone(&lock)));
        let using = tokio::spawn(use_stuff(lock));
        parsing.await.expect("parsing does not panic");
        using.await.expect("using does not panic");
    });
}
