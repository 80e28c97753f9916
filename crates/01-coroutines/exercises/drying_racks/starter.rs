//! Racks that take their time
//!
//! A potter dries four racks of cups, one after the other, 100 ms each. The program
//! reports at once that all are dry, although no rack has been in the air. Let every
//! rack take its time. Main does the work alone: spawn no task.

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
            dry(rack);
        }
        println!("all racks are dry");
    });
}
