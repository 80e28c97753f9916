//! cancel() only asks; the task ends at its await, in its next turn.
//!
//! Tutorial: none
//! Look for: the task is not done when cancel returns, and its clean-up still runs.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::{Task, create_task};
use tokio::time::sleep;

/// Comes home however the tour ends: its drop runs when the future is dropped.
struct Van;

impl Drop for Van {
    fn drop(&mut self) {
        println!("the van is back"); // the loop drops the tour, and the van in it
    }
}

async fn tour() {
    let _van = Van;
    println!("the van leaves"); // main sleeps, so the task runs
    sleep(Duration::from_secs(60)).await;
    println!("the tour is complete"); // never printed: it was cancelled in its sleep
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
        println!("before: {}", state(&task)); // the van is on its tour
        println!("cancel: {}", yes_or_no(task.cancel())); // it was not too late
        println!("asked: {}", state(&task)); // asked for, but it had no turn since
        let error = (&task).await.expect_err("it was cancelled");
        println!("await: {error}"); // main gave up its turn, and the task has ended
        println!("ended: {}", state(&task)); // ended, and not by returning
        println!("cancel: {}", yes_or_no(task.cancel())); // too late: it has ended
    });
}
