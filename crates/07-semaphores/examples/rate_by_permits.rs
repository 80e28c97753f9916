//! A permit that a timer keeps for a second limits the rate.
//!
//! Tutorial: none
//! Look for: two orders a second, though sending takes no time at all.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::sleep;

fn main() {
    classroom::run(async {
        let turns = Arc::new(Semaphore::new(2));
        for order in 1..=6 {
            let permit = Arc::clone(&turns).acquire_owned().await;
            let permit = permit.expect("it is never closed");
            println!("order {order}: sent"); // acquire_owned has returned a permit
            // Keeps the permit for a second, however long the work takes.
            tokio::spawn(async move {
                sleep(Duration::from_secs(1)).await;
                drop(permit);
            });
        }
    });
}
