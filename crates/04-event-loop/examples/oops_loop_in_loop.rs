//! Oops: block_on inside a task panics.
//!
//! Tutorial: none
//! Look for: it compiles, and panics. The cure is to await, all the way up.

use std::time::Duration;

use classroom::println;
use tokio::runtime::Handle;
use tokio::time::sleep;

async fn ask_the_baker() -> u32 {
    sleep(Duration::from_secs(1)).await;
    println!("the baker answers"); // the timer fired
    4
}

/// Not async, so it cannot await: it calls block_on.
fn price() -> u32 {
    Handle::current().block_on(ask_the_baker())
}

fn main() {
    classroom::run(async {
        let asked = tokio::spawn(async { price() }).await;
        println!("got a price: {}", asked.is_ok()); // the task panicked
        println!("price: {}", ask_the_baker().await); // main awaits it
    });
}
