//! try_lock does not wait, and timeout sets a limit.
//!
//! Tutorial: none
//! Look for: Ben leaves the line at 0.20, and does not hold up Dora behind him.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

const LIMIT: Duration = Duration::from_millis(200);

async fn ada(printer: Arc<Mutex<()>>) {
    let _guard = printer.lock().await;
    println!("Ada: printing"); // lock has returned the guard
    sleep(Duration::from_millis(300)).await;
    println!("Ada: done"); // the timer fired
}

async fn ben(printer: Arc<Mutex<()>>) {
    if timeout(LIMIT, printer.lock()).await.is_err() {
        println!("Ben: waited long enough"); // the limit has passed
    }
}

async fn cem(printer: Arc<Mutex<()>>) {
    if printer.try_lock().is_err() {
        println!("Cem: busy, I will come back"); // try_lock has returned an error
    }
}

async fn dora(printer: Arc<Mutex<()>>) {
    let _guard = printer.lock().await;
    println!("Dora: printing"); // lock has returned the guard
}

fn main() {
    classroom::run(async {
        let printer = Arc::new(Mutex::new(()));
        let tasks = [
            tokio::spawn(ada(Arc::clone(&printer))),
            tokio::spawn(ben(Arc::clone(&printer))),
            tokio::spawn(cem(Arc::clone(&printer))),
            tokio::spawn(dora(printer)),
        ];
        for task in tasks {
            task.await.expect("printing does not panic");
        }
    });
}
