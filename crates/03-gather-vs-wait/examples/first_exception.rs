//! The first failure ends the waiting, and nobody is told why.
//!
//! Tutorial: none
//! Look for: the error appears only because the program asks each task for it.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, wait};
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn deliver(parcel: &str, millis: u64) -> Result<&str, String> {
    sleep(Duration::from_millis(millis)).await;
    if parcel == "vase" {
        return Err(format!("{parcel} is broken"));
    }
    println!("{parcel}: delivered"); // its own timer; the vase changes nothing for it
    Ok(parcel)
}

fn main() {
    classroom::run(async {
        let tasks = [("book", 100), ("vase", 200), ("lamp", 300)]
            .map(|(parcel, millis)| create_task(deliver(parcel, millis)));

        // In Rust an error is a value, so wait has to be told which values are errors.
        let return_when = ReturnWhen::FirstException(Result::is_err);
        let (done, pending) = wait(tasks, return_when).await;
        // The book was no reason for wait to return; the vase is.
        println!("done: {}, pending: {}", done.len(), pending.len());
        for task in done.in_order() {
            match task.result().expect("no delivery panics") {
                Ok(parcel) => println!("fine: {parcel}"), // the order is ours to choose
                Err(error) => println!("failed: {error}"), // known only by asking
            }
        }

        wait(pending.in_order(), ReturnWhen::AllCompleted).await;
        println!("the truck is empty"); // the last delivery woke us
    });
}
