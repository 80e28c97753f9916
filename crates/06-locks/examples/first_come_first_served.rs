//! A lock goes to the task that has waited longest.
//!
//! Tutorial: none
//! Look for: Ada unlocks, asks again at once, and goes to the end of the line.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

async fn print_pages(name: &str, printer: Arc<Mutex<()>>) {
    for page in 1..=2 {
        let _guard = printer.lock().await;
        println!("{name}: page {page}"); // lock has returned the guard
        sleep(Duration::from_millis(100)).await;
    }
}

fn main() {
    classroom::run(async {
        let printer = Arc::new(Mutex::new(()));
        let tasks = ["Ada", "Ben", "Cem"]
            .map(|name| tokio::spawn(print_pages(name, Arc::clone(&printer))));
        for task in tasks {
            task.await.expect("printing does not panic");
        }
    });
}
