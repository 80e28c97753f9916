//! An RwLock lets readers read side by side; a writer is alone.
//!
//! Tutorial: none
//! Look for: two readers at 0.00. Dora asks after the cook, and reads after him.
//! Twin: none, because asyncio has no read-write lock

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::RwLock;
use tokio::time::sleep;

const TENTH: Duration = Duration::from_millis(100);

async fn read(name: &str, menu: Arc<RwLock<&str>>) {
    let menu = menu.read().await;
    println!("{name} reads: {menu}"); // read has returned the guard
    sleep(TENTH).await;
    println!("{name} has read"); // the timer fired
}

async fn write(name: &str, menu: Arc<RwLock<&str>>) {
    let mut menu = menu.write().await;
    println!("{name} writes"); // write has returned the guard
    sleep(TENTH).await;
    *menu = "fish";
}

fn main() {
    classroom::run(async {
        let menu = Arc::new(RwLock::new("soup"));
        let tasks = [
            tokio::spawn(read("Ada", Arc::clone(&menu))),
            tokio::spawn(read("Ben", Arc::clone(&menu))),
            tokio::spawn(write("Cook", Arc::clone(&menu))),
            tokio::spawn(read("Dora", menu)),
        ];
        for task in tasks {
            task.await.expect("nobody panics");
        }
    });
}
