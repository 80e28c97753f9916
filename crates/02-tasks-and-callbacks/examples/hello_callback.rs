//! A callback is a function that runs once its task is done.
//!
//! Tutorial: 002-2-callback
//! Look for: main prints nothing. It only waits, and so the others get their turns.
//! Uses: look-alike

use classroom::println;
use tasks_and_callbacks::create_task;

async fn hello() {
    println!("Hello World"); // main waits, so the first task in the queue runs
}

fn main() {
    classroom::run(async {
        let task = create_task(hello());
        task.add_done_callback(|_task| {
            println!("Done"); // hello has returned: the loop calls what was registered
        });
        task.await.expect("hello does not panic");
    });
}
