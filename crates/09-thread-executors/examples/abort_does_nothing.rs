//! A thread that is busy cannot be aborted.
//!
//! Tutorial: none
//! Look for: the abort comes at 0.1. The report is printed all the same.
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

#[expect(clippy::disallowed_methods, reason = "a thread of the pool may block")]
fn print_report() -> u32 {
    println!("printer: begins"); // a thread of the pool has taken the call
    thread::sleep(Duration::from_millis(300));
    println!("printer: done"); // 0.3 s after it began
    12
}

fn main() {
    classroom::run(async {
        let report = tokio::task::spawn_blocking(print_report);
        sleep(Duration::from_millis(100)).await;
        report.abort();
        println!("main: abort"); // abort has returned; the thread runs on
        let pages = report.await.expect("it was not aborted");
        println!("main: {pages} pages"); // the await has returned the value
    });
}
