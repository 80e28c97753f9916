//! The order in which tasks are made is the order in which they start.
//!
//! Tutorial: 000-1.5-compute-print-sum
//! Look for: the sums end in the order in which they began. `--seed 2` shows another.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, set_order, wait};
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn compute(x: i32, y: i32) -> i32 {
    println!("Compute {x} + {y} ..."); // first poll of this task
    sleep(Duration::from_secs(2)).await;
    x + y
}

async fn print_sum(x: i32, y: i32) {
    let sum = compute(x, y).await;
    println!("{x} + {y} = {sum}"); // the timer fired
}

fn main() {
    classroom::run(async {
        let sums = vec![print_sum(1, 2), print_sum(3, 4), print_sum(5, 6)];
        // Up to Python 3.10, wait put coroutines into a set before it made tasks.
        let sums = set_order(sums, classroom::seed(1)).into_iter();
        let tasks: Vec<_> = sums.map(|sum| create_task(sum)).collect();
        let _done_and_pending = wait(tasks, ReturnWhen::AllCompleted).await;
    });
}
