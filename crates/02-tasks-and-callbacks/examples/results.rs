//! A task keeps its result until somebody asks for it.
//!
//! Tutorial: 002-1-wait-results
//! Look for: "Done 1" at 1.00, but "Res 1" at 3.00: main asks when all are done.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn hello(seconds: u64) -> String {
    println!("Waiting {seconds}"); // main waits, so each task begins in turn
    sleep(Duration::from_secs(seconds)).await;
    println!("Done {seconds}"); // its own timer woke this task
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
            println!("{result}"); // all are done by now, and kept what they returned
        }
    });
}
