//! A timeout ends the waiting, not the thread.
//!
//! Tutorial: none
//! Look for: main gives up at 0.1, and the copy is complete at 0.3.
//! Clock: real
//! Uses: look-alike

use std::thread;
use std::time::Duration;

use classroom::println;
use thread_executors::{ThreadPoolExecutor, run_in_executor};
use tokio::time::timeout;

#[expect(clippy::disallowed_methods, reason = "a thread of the pool may block")]
fn copy_file() {
    println!("copy: begins"); // the pool's thread has taken the job
    thread::sleep(Duration::from_millis(300));
    println!("copy: complete"); // its thread was not stopped
}

fn main() {
    classroom::run(async {
        let pool = ThreadPoolExecutor::new(1);
        let copying = run_in_executor(&pool, copy_file);
        let waited = timeout(Duration::from_millis(100), copying).await;
        waited.expect_err("the copy takes three times as long");
        println!("main: too slow"); // timeout has dropped the future, not the job
        pool.shutdown(true);
        println!("main: all done"); // shutdown has waited for the thread
    });
}
