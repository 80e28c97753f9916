//! try_acquire never waits: take a place now, or drive on.
//!
//! Tutorial: none
//! Look for: the third car does not wait for the first to leave; the fourth is lucky.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn park(car: &str, arrives_ms: u64, places: Arc<Semaphore>) {
    sleep(Duration::from_millis(arrives_ms)).await;
    let Ok(_place) = places.try_acquire() else {
        println!("{car}: full, drives on"); // try_acquire has returned an error
        return;
    };
    println!("{car}: parked"); // try_acquire has returned a permit
    sleep(Duration::from_secs(1)).await;
    println!("{car}: leaves"); // the timer fired; the permit is dropped next
}

fn main() {
    classroom::run(async {
        let places = Arc::new(Semaphore::new(2));
        let mut cars = JoinSet::new();
        for (car, arrives_ms) in
            [("red", 0), ("blue", 200), ("white", 400), ("black", 1100)]
        {
            cars.spawn(park(car, arrives_ms, Arc::clone(&places)));
        }
        cars.join_all().await;
    });
}
