//! Both futures are awaited: that of the sleep, and that of the rack.

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
            dry(rack).await;
        }
        println!("all racks are dry");
    });
}
