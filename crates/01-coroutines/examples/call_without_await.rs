//! A call alone does nothing; the same call with .await does.
//!
//! Tutorial: 004-1-not-awaited
//! Look for: two calls of async_func, and only one start.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn async_func() {
    println!("start ..."); // the second call is awaited, and this is its first poll
    sleep(Duration::from_secs(1)).await;
    println!("... end!"); // one second later, after its only wait
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
