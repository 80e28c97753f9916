//! Awaits the racks, but not the sleep inside: they are dry at 0.00.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn dry(rack: u32) {
    let _ = sleep(Duration::from_millis(100));
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
