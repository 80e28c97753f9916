//! A semaphore blocks at zero, and never goes below.
//!
//! Tutorial: none
//! Look for: the third waits while the counter says 0, and three releases give 3.

use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::timeout;

fn main() {
    classroom::run(async {
        let boats = Semaphore::new(2);
        let first = boats.acquire().await.expect("it is never closed");
        let second = boats.acquire().await.expect("it is never closed");
        println!("boats: {}", boats.available_permits()); // both are out

        let patience = Duration::from_millis(20);
        if timeout(patience, boats.acquire()).await.is_err() {
            // waiting does not take the counter below zero
            println!("none came back; boats: {}", boats.available_permits());
        }

        drop(first);
        drop(second);
        println!("boats: {}", boats.available_permits()); // both permits were dropped
        boats.add_permits(1);
        println!("boats: {}", boats.available_permits()); // add_permits made a third
    });
}
