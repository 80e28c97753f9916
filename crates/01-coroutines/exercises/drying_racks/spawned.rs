//! A task for each rack, awaited at once: the same times, with four tasks too many.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn dry(rack: u32) {
    sleep(Duration::from_millis(100)).await;
    println!("rack {rack}: dry");
}

fn main() {
    classroom::run(async {
        for rack in 1..=4 {
            let rack = tokio::spawn(dry(rack));
            rack.await.expect("a rack does not panic");
        }
        println!("all racks are dry");
    });
}
