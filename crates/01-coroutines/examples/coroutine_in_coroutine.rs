//! Awaiting a coroutine gives its value.
//!
//! Tutorial: 001-7-coroutine-in-coroutine
//! Look for: one task only. The inner coroutine is part of the outer one.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn compute(x: i32, y: i32) -> i32 {
    println!("Compute {x} + {y}..."); // print_sum stands at its await, with us inside
    sleep(Duration::from_secs(1)).await;
    x + y
}

async fn print_sum(x: i32, y: i32) {
    let sum = compute(x, y).await;
    println!("{x} + {y} = {sum}"); // compute has returned, and so the await has a value
}

fn main() {
    classroom::run(print_sum(1, 2));
}
