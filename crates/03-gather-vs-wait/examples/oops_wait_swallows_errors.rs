//! Oops: wait never raises, so the error is lost.
//!
//! Tutorial: none
//! Look for: no line says that the second upload failed.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, wait};
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn upload(photo: u64) -> Result<(), &'static str> {
    println!("photo {photo}: sending"); // first poll of this task
    sleep(Duration::from_millis(100 * photo)).await;
    if photo == 2 {
        // The task keeps it, until it is asked for.
        return Err("the disk is full");
    }
    println!("photo {photo}: saved"); // the timer fired
    Ok(())
}

fn main() {
    classroom::run(async {
        let tasks = [1, 2, 3].map(|photo| create_task(upload(photo)));
        let (done, _pending) = wait(tasks, ReturnWhen::AllCompleted).await;
        println!("{} of 3 done", done.len()); // wait has returned: all have finished
        println!("you may delete the originals"); // same poll: no result was asked for
    });
}
