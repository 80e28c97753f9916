//! cancel() only asks; the task ends at its await, when the loop comes to it.
//!
//! Tutorial: none
//! Look for: the task is not done when cancel returns, and its clean-up still runs.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::{Task, create_task};
use tokio::time::sleep;

/// Its drop runs however the tour ends.
struct Van;

impl Drop for Van {
    fn drop(&mut self) {
        println!("the van is back"); // dropped with its task
    }
}

async fn tour() {
    let _van = Van;
    println!("the van leaves"); // first poll: main waits
    sleep(Duration::from_secs(60)).await;
    println!("the tour is complete"); // never printed: cancelled in its sleep
}

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

fn state(task: &Task<()>) -> String {
    let (done, cancelled) = (yes_or_no(task.done()), yes_or_no(task.cancelled()));
    format!("done {done}, cancelled {cancelled}")
}

fn main() {
    classroom::run(async {
        let task = create_task(tour());
        sleep(Duration::from_secs(1)).await;
        println!("before: {}", state(&task)); // the task sleeps
        println!("cancel: {}", yes_or_no(task.cancel())); // the task has not finished
        println!("asked: {}", state(&task)); // same poll: main has not waited since
        let error = (&task).await.expect_err("it was cancelled");
        println!("await: {error}"); // the task has ended
        println!("ended: {}", state(&task)); // ended, but not by returning
        println!("cancel: {}", yes_or_no(task.cancel())); // too late: it has ended
    });
}
