//! Nobody has to wait for ever: look first, or set a limit.
//!
//! Tutorial: none
//! Look for: Ben leaves the line at 0.20, and Dora behind him is not held up by it.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

const LIMIT: Duration = Duration::from_millis(200);

async fn ada(printer: Arc<Mutex<()>>) {
    let _guard = printer.lock().await;
    println!("Ada: printing"); // she is the first one
    sleep(Duration::from_millis(300)).await;
    println!("Ada: done"); // three tenths of a second for her pages
}

async fn ben(printer: Arc<Mutex<()>>) {
    if timeout(LIMIT, printer.lock()).await.is_err() {
        println!("Ben: waited long enough"); // his limit came before Ada was done
    }
}

async fn cem(printer: Arc<Mutex<()>>) {
    if printer.try_lock().is_err() {
        println!("Cem: busy, I will come back"); // try_lock looks, and does not wait
    }
}

async fn dora(printer: Arc<Mutex<()>>) {
    let _guard = printer.lock().await;
    println!("Dora: printing"); // Ada is done, and Ben has left the line
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
