//! A program that prints before, between and after two runtimes.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

fn main() {
    println!("the shop is closed");
    for day in 1..=2 {
        classroom::run(async {
            sleep(Duration::from_secs(1)).await;
            println!("day {day} is over");
        });
    }
    println!("the shop is closed again");
}
