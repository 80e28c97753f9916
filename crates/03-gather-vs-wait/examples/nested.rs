//! The done tasks of wait are a set, and a set has no order.
//!
//! Tutorial: 000-3.2.2-nested
//! Look for: the order of the "Task ret" lines. `--seed 15` shows another one.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, wait};
use tasks_and_callbacks::create_task;
use tokio::time::{Instant, sleep};

async fn do_some_work(x: u64) -> String {
    println!("Waiting:  {x}"); // first poll: main waits in do_all_work
    sleep(Duration::from_secs(x)).await;
    format!("Done after {x}s")
}

async fn do_all_work() {
    let tasks = [1, 2, 4].map(|x| create_task(do_some_work(x)));
    let (dones, _pendings) = wait(tasks, ReturnWhen::AllCompleted).await;
    // Python orders a set by memory addresses: here a seed stands in for that chance.
    for task in dones.set_order(classroom::seed(19)) {
        let result = task.result().expect("the work does not panic");
        println!("Task ret:  {result}"); // wait has returned; a set has no order
    }
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        do_all_work().await;
        println!("TIME:  {:.2}", start.elapsed().as_secs_f64()); // the longest sleep
    });
}
