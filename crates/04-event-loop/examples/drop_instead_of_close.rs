//! Tokio has no close(): dropping the runtime ends what is left.
//!
//! Tutorial: none
//! Look for: the stall packs up in the middle of its sleep: the runtime is dropped.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

/// Packs up however the day ends: its drop runs when the future is dropped.
struct Stall;

impl Drop for Stall {
    fn drop(&mut self) {
        println!("the stall packs up"); // its task is dropped, asleep as it is
    }
}

async fn sell() {
    let _stall = Stall;
    loop {
        println!("fresh fish!"); // another second is over, or the first begins
        sleep(Duration::from_secs(1)).await;
    }
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        tokio::spawn(sell());
        sleep(Duration::from_millis(1500)).await;
        println!("the market closes"); // main is over, and nobody waits for the stall
    });
    drop(runtime);
    println!("the square is empty"); // drop has returned: no task is left
}
