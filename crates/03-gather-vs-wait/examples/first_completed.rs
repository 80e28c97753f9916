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
    println!("{page}: here"); // its own timer; who waits for it makes no difference
}

fn main() {
    classroom::run(async {
        let tasks = [("news", 300), ("weather", 100), ("sport", 200)]
            .map(|(page, millis)| create_task(fetch(page, millis)));

        let (done, pending) = wait(tasks, ReturnWhen::FirstCompleted).await;
        // One task has ended, and that is enough for wait.
        println!("done: {}, pending: {}", done.len(), pending.len());

        // The same two tasks as before: they were never stopped.
        let (done, pending) = wait(pending.in_order(), ReturnWhen::AllCompleted).await;
        // Now the slowest of the rest has ended.
        println!("done: {}, pending: {}", done.len(), pending.len());
    });
}
