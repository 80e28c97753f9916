//! Racks that take their time
//!
//! A potter dries four racks of cups, one after the other, and each rack takes 100 ms.
//! The program says at once that all are dry, and no rack has been in the air. Let
//! every rack take its time. It is work for main alone: spawn no task.

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
