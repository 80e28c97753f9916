//! A task keeps its result until it is asked for.
//!
//! Tutorial: 002-1-wait-results
//! Look for: "Done 1" at 1.00, but "Res 1" at 3.00: main asks when all are done.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn hello(seconds: u64) -> String {
    println!("Waiting {seconds}"); // first poll: main waits
    sleep(Duration::from_secs(seconds)).await;
    println!("Done {seconds}"); // the timer fired
    format!("Res {seconds}")
}

fn main() {
    classroom::run(async {
        let tasks = [1, 2, 3].map(|seconds| create_task(hello(seconds)));
        for task in &tasks {
            task.await.expect("hello does not panic");
        }
        for task in &tasks {
            let result = task.result().expect("all tasks are done");
            println!("{result}"); // all three tasks have finished
        }
    });
}
