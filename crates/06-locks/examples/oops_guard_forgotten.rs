//! Oops: a lock that is never released keeps everybody out.
//!
//! Tutorial: 001-12av-acquire
//! Look for: the first task is over at 0.05, and the second one still cannot get in.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

async fn parse_stuff(lock: Arc<Mutex<()>>) {
    // In Rust one must go out of one's way: forget() throws the guard away undropped.
    std::mem::forget(lock.lock().await);
    println!("parse_stuff: locked"); // it came first, so it did not wait
    sleep(Duration::from_millis(50)).await; // stands in for the request
    println!("parse_stuff: done"); // its request was answered, and nobody unlocks
}

async fn use_stuff(lock: Arc<Mutex<()>>) {
    // Without a limit this would wait for ever.
    match timeout(Duration::from_secs(6), lock.lock()).await {
        Ok(_guard) => println!("use_stuff: locked"), // never printed
        Err(_) => println!("use_stuff: still locked after 6 s"), // the limit is over
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
