//! An await returns what the awaited function returns.
//!
//! Tutorial: 001-7-coroutine-in-coroutine
//! Look for: one task only. The inner future is part of the outer one.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn compute(x: i32, y: i32) -> i32 {
    println!("Compute {x} + {y}..."); // compute runs inside print_sum's await
    sleep(Duration::from_secs(1)).await;
    x + y
}

async fn print_sum(x: i32, y: i32) {
    let sum = compute(x, y).await;
    println!("{x} + {y} = {sum}"); // compute has returned: the await has its value
}

fn main() {
    classroom::run(print_sum(1, 2));
}
