//! gather waits as wait does, and returns the results.
//!
//! Tutorial: 000-3.2.1v-gather
//! Look for: the same lines at the same times as with wait. No task is asked.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::gather;
use tasks_and_callbacks::create_task;
use tokio::time::{Instant, sleep};

async fn do_some_work(x: u64) -> String {
    println!("Waiting:  {x}"); // first poll of this task
    sleep(Duration::from_secs(x)).await;
    format!("Done after {x}s")
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let tasks = [1, 2, 4].map(|x| create_task(do_some_work(x)));
        let results = gather(tasks).await.expect("the work does not panic");
        for result in results {
            println!("Task ret:  {result}"); // gather has returned the whole list
        }
        println!("TIME:  {:.2}", start.elapsed().as_secs_f64()); // the longest sleep
    });
}
