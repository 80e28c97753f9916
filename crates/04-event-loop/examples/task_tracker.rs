//! A TaskTracker waits for tasks that nobody has counted.
//!
//! Tutorial: none
//! Look for: the lights go out after the last loaf, though one was ordered late.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;
use tokio_util::task::TaskTracker;

async fn bake(loaf: &str, seconds: u64) {
    println!("{loaf}: in the oven"); // whoever ran before is asleep: a free moment
    sleep(Duration::from_secs(seconds)).await;
    println!("{loaf}: ready"); // its time is over; nobody holds its handle
}

fn main() {
    classroom::run(async {
        let bakery = TaskTracker::new();
        bakery.spawn(bake("rye", 3));
        let counter = bakery.clone();
        bakery.spawn(async move {
            bake("rolls", 1).await;
            counter.spawn(bake("more rolls", 1));
        });
        bakery.close();
        println!("two loaves are ordered"); // closing only allows the wait to end
        bakery.wait().await;
        println!("lights out"); // closed, and empty: both are needed
    });
}
