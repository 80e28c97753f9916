//! Go through the list of tasks, and the order is yours.
//!
//! Tutorial: 000-3.2.2v-nested-list-order
//! Look for: the results in the order in which the tasks were made, in every run.
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
    // A clone of a task is one more handle to it, so the list can stay here.
    let (_dones, _pendings) = wait(tasks.clone(), ReturnWhen::AllCompleted).await;
    for task in tasks {
        let result = task.result().expect("the work does not panic");
        println!("Task ret:  {result}"); // wait has returned; the list is in order
    }
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        do_all_work().await;
        println!("TIME:  {:.2}", start.elapsed().as_secs_f64()); // the longest sleep
    });
}
