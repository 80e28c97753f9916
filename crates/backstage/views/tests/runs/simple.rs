//! The longest wait is the total.
//!
//! Tutorial: 000-3.2.1-wait
//! Look for: three lines at 0.00, and everything else at 4.00.

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, wait};
use tasks_and_callbacks::create_task;
use tokio::time::{Instant, sleep};

async fn do_some_work(x: u64) -> String {
    println!("Waiting:  {x}"); // first poll: the task runs as far as its sleep
    sleep(Duration::from_secs(x)).await;
    format!("Done after {x}s")
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let tasks = [1, 2, 4].map(|x| create_task(do_some_work(x)));
        // Its two sets are not needed: the list still has all the tasks, in order.
        let _done_and_pending = wait(tasks.clone(), ReturnWhen::AllCompleted).await;
        for task in tasks {
            let result = task.result().expect("the work does not panic");
            println!("Task ret:  {result}"); // wait returned only now, with the slowest
        }
        // The sleeps ran side by side, so the longest of them is the total.
        println!("TIME:  {:.2}", start.elapsed().as_secs_f64());
    });
}
