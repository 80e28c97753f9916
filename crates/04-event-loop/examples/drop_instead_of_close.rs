//! tokio has no close(): dropping the runtime drops its tasks.
//!
//! Tutorial: none
//! Look for: the stall packs up in the middle of its sleep.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

/// Its drop runs however the day ends.
struct Stall;

impl Drop for Stall {
    fn drop(&mut self) {
        println!("the stall packs up"); // dropped with its task
    }
}

async fn sell() {
    let _stall = Stall;
    loop {
        println!("fresh fish!"); // top of the loop: once a second
        sleep(Duration::from_secs(1)).await;
    }
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        tokio::spawn(sell());
        sleep(Duration::from_millis(1500)).await;
        println!("the market closes"); // the timer fired: block_on returns
    });
    drop(runtime);
    println!("the square is empty"); // the runtime is dropped: no task is left
}
