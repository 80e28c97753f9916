//! wait returns at the first failure, but does not say which task failed.
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
    println!("{parcel}: delivered"); // the timer fired
    Ok(parcel)
}

fn main() {
    classroom::run(async {
        let tasks = [("book", 100), ("vase", 200), ("lamp", 300)]
            .map(|(parcel, millis)| create_task(deliver(parcel, millis)));

        // In Rust an error is a value, so wait asks which values are errors.
        let return_when = ReturnWhen::FirstException(Result::is_err);
        let (done, pending) = wait(tasks, return_when).await;
        // wait has returned: the vase has failed
        println!("done: {}, pending: {}", done.len(), pending.len());
        for task in done.in_order() {
            match task.result().expect("no delivery panics") {
                Ok(parcel) => println!("fine: {parcel}"), // asked for its result
                Err(error) => println!("failed: {error}"), // asked for its result
            }
        }

        wait(pending.in_order(), ReturnWhen::AllCompleted).await;
        println!("the truck is empty"); // wait has returned: the lamp has arrived
    });
}
