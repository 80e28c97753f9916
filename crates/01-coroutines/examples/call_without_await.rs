//! A call alone does nothing; the same call with .await does.
//!
//! Tutorial: 004-1-not-awaited
//! Look for: two calls of async_func, and only one start.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn async_func() {
    println!("start ..."); // first poll of the second future
    sleep(Duration::from_secs(1)).await;
    println!("... end!"); // the timer fired
}

#[expect(
    unused_must_use,
    reason = "the forgotten .await is what this example shows"
)]
async fn main_task() {
    async_func(); // makes a future and drops it
    async_func().await;
}

fn main() {
    classroom::run(main_task());
}
