//! Oops: wait never raises, so the error was lost.
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
    println!("photo {photo}: sending"); // the first turn of this task
    sleep(Duration::from_millis(100 * photo)).await;
    if photo == 2 {
        // Goes into the task, to be asked for. Nobody will ask.
        return Err("the disk is full");
    }
    println!("photo {photo}: saved"); // this one did arrive
    Ok(())
}

fn main() {
    classroom::run(async {
        let tasks = [1, 2, 3].map(|photo| create_task(upload(photo)));
        let (done, _pending) = wait(tasks, ReturnWhen::AllCompleted).await;
        println!("{} of 3 done", done.len()); // done means over, well or badly
        println!("you may delete the originals"); // nobody looked at a result
    });
}
