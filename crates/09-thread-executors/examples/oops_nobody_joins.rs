//! Oops: the thread is not joined, so its runtime ends with the program.
//!
//! Tutorial: none
//! Look for: the work begins, and its last line is missing.
//! Clock: real

use std::future::pending;
use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::time::sleep;

async fn more_work(x: u64, begun: oneshot::Sender<()>) {
    println!("More work {x}"); // first poll, in the other thread
    begun.send(()).expect("main waits for it");
    sleep(Duration::from_millis(100 * x)).await;
    println!("Finished more work {x}"); // never printed: the program has ended
}

fn main() {
    classroom::run(async {
        let new_loop = Builder::new_current_thread().enable_all().build();
        let new_loop = new_loop.expect("the system gives what a runtime needs");
        let handle = new_loop.handle().clone();
        // run_forever: this future is never done, and nothing can stop it.
        let _thread = thread::spawn(move || new_loop.block_on(pending::<()>()));

        let (begun, has_begun) = oneshot::channel();
        handle.spawn(more_work(6, begun));
        has_begun.await.expect("the work does not panic");
        println!("main: the end"); // the work has begun; main does not wait
    });
}
