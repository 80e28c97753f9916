//! A callback can be removed until the task has finished.
//!
//! Tutorial: none
//! Look for: two callbacks are added, and one of them is called.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn deliver() {
    println!("the parcel is on its way"); // first poll: main waits
    sleep(Duration::from_secs(2)).await;
    println!("the parcel is there"); // the timer fired
}

fn main() {
    classroom::run(async {
        let task = create_task(deliver());
        let doorbell = task.add_done_callback(|_task| {
            println!("ding dong"); // never printed: this callback was removed
        });
        let message = task.add_done_callback(|_task| {
            println!("a message to the phone"); // queued when the task finished
        });
        sleep(Duration::from_secs(1)).await;
        let removed = task.remove_done_callback(doorbell);
        println!("taken back: {removed}"); // one: the task still runs
        (&task).await.expect("a delivery does not panic");
        let removed = task.remove_done_callback(message);
        println!("taken back: {removed}"); // none: the callback has run
    });
}
