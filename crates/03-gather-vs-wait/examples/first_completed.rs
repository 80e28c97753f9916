//! The first page ends the waiting, and the other pages go on.
//!
//! Tutorial: none
//! Look for: two pages arrive after wait has returned.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, wait};
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn fetch(page: &str, millis: u64) {
    sleep(Duration::from_millis(millis)).await;
    println!("{page}: here"); // the timer fired
}

fn main() {
    classroom::run(async {
        let tasks = [("news", 300), ("weather", 100), ("sport", 200)]
            .map(|(page, millis)| create_task(fetch(page, millis)));

        let (done, pending) = wait(tasks, ReturnWhen::FirstCompleted).await;
        // wait has returned: one task has finished
        println!("done: {}, pending: {}", done.len(), pending.len());

        // The same two tasks as before: they were not stopped.
        let (done, pending) = wait(pending.in_order(), ReturnWhen::AllCompleted).await;
        // wait has returned: all tasks have finished
        println!("done: {}, pending: {}", done.len(), pending.len());
    });
}
