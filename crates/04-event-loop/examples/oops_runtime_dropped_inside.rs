//! Oops: a runtime is dropped inside another one.
//!
//! Tutorial: none
//! Look for: the drop panics, as it would have to wait. shutdown_background does not.

use classroom::println;
use tokio::runtime::{Builder, Runtime};

fn a_runtime() -> Runtime {
    let runtime = Builder::new_current_thread().build();
    runtime.expect("the system gives what a runtime needs")
}

fn main() {
    classroom::run(async {
        let task = tokio::spawn(async {
            drop(a_runtime());
            println!("dropped"); // never printed: the drop panics
        });
        println!("panicked: {}", task.await.is_err()); // the task has ended

        a_runtime().shutdown_background();
        println!("shut down"); // same poll: shutdown_background does not wait
    });
}
