//! block_in_place needs a runtime with more than one thread.
//!
//! Tutorial: none
//! Look for: one runtime refuses; the other moves its tasks to another thread first.
//! Clock: real
//! Twin: none, because a loop of asyncio is one thread, and has no other to move to

use std::thread;

use classroom::println;
use tokio::runtime::Builder;
use tokio::task::block_in_place;

async fn weigh() -> u32 {
    // In place of 100: a call that blocks. It may borrow, as it stays in this task.
    block_in_place(|| 100)
}

fn main() {
    classroom::run(async {
        let refused = tokio::spawn(weigh()).await;
        let error = refused.expect_err("this runtime has one thread");
        let panicked = error.is_panic();
        println!("current thread: panicked? {panicked}"); // it has no other thread

        // A runtime cannot be started inside another one, so it gets a thread.
        let other = thread::spawn(|| {
            let runtime = Builder::new_multi_thread().worker_threads(1).build();
            let runtime = runtime.expect("the system gives a thread");
            runtime.block_on(async { tokio::spawn(weigh()).await })
        });
        let weighed = other.join().expect("the other thread does not panic");
        let grams = weighed.expect("this runtime can start another thread");
        println!("multi thread: {grams} grams"); // the other tasks have moved
    });
}
