//! Tasks run only while a block_on runs, and end with the runtime.
//!
//! Tutorial: none
//! Look for: no drop falls between the two block_on, and none after the runtime.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn wait(millis: u64) {
    // Made inside block_on, for a sleep needs a runtime when it is called.
    sleep(Duration::from_millis(millis)).await;
}

async fn drip() {
    for drop in 1..=10 {
        sleep(Duration::from_secs(1)).await;
        println!("drop {drop}"); // the timer fired
    }
}

fn main() {
    let runtime = classroom::runtime();
    runtime.spawn(drip());
    println!("not run yet"); // spawn has queued the task
    runtime.block_on(wait(2500));
    println!("between the two"); // the first block_on has returned
    runtime.block_on(wait(1000));
    println!("after both"); // the second block_on has returned
    drop(runtime);
    println!("the tap is gone"); // the runtime was dropped, and its task with it
}
