//! A callback is a function that runs once its task is done.
//!
//! Tutorial: 002-2-callback
//! Look for: main prints nothing. It waits, so the task and the callback run.
//! Uses: look-alike

use classroom::println;
use tasks_and_callbacks::create_task;

async fn hello() {
    println!("Hello World"); // first poll: main waits
}

fn main() {
    classroom::run(async {
        let task = create_task(hello());
        task.add_done_callback(|_task| {
            println!("Done"); // queued when hello finished
        });
        task.await.expect("hello does not panic");
    });
}
