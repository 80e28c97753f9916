//! ensure_future makes a future a task, and returns a task as it is.
//!
//! Tutorial: none
//! Look for: two deliveries, though ensure_future was called three times.
//! Uses: look-alike

use classroom::println;
use tasks_and_callbacks::{Task, ensure_future};

async fn deliver(parcel: u32) -> u32 {
    println!("parcel {parcel} is delivered"); // first poll: main waits
    parcel
}

fn compare(one: &Task<u32>, other: &Task<u32>) -> &'static str {
    if one.ptr_eq(other) { "same" } else { "new" }
}

fn main() {
    classroom::run(async {
        let task = ensure_future(deliver(1));
        let again = ensure_future(task.clone());
        // a task was given, and has come back
        println!("from a task: {} task", compare(&again, &task));
        let other = ensure_future(deliver(2));
        // a future was given, so a task was made
        println!("from a future: {} task", compare(&other, &task));
        for task in [task, again, other] {
            let parcel = task.await.expect("a delivery does not panic");
            println!("awaited: {parcel}"); // the task has finished
        }
    });
}
