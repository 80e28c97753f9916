//! A wait that runs out of time raises nothing and cancels nothing.
//!
//! Tutorial: none
//! Look for: no error after 0.25 seconds, and a third page after that.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, wait};
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn fetch(page: u64) {
    sleep(Duration::from_millis(100 * page)).await;
    println!("page {page}: here"); // the timer fired
}

fn main() {
    classroom::run(async {
        let tasks = [1, 2, 3].map(|page| create_task(fetch(page)));

        let (done, pending) = wait(tasks, ReturnWhen::AllCompleted)
            .timeout(Duration::from_millis(250))
            .await;
        // wait has returned: its timeout fired
        println!("done: {}, pending: {}", done.len(), pending.len());

        let (done, pending) = wait(pending.in_order(), ReturnWhen::AllCompleted).await;
        // wait has returned: all have finished
        println!("done: {}, pending: {}", done.len(), pending.len());
    });
}
