//! A TaskTracker waits for tasks that the program has not counted.
//!
//! Tutorial: none
//! Look for: the lights go out after the last loaf, though one was ordered late.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;
use tokio_util::task::TaskTracker;

async fn bake(loaf: &str, seconds: u64) {
    println!("{loaf}: in the oven"); // first poll of this future
    sleep(Duration::from_secs(seconds)).await;
    println!("{loaf}: ready"); // the timer fired
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
        println!("two loaves are ordered"); // close allows wait to return
        bakery.wait().await;
        println!("lights out"); // wait has returned: closed and empty
    });
}
