//! wait_for cancels the task, and waits until it has cleaned up.
//!
//! Tutorial: none
//! Look for: the file is gone before the timeout is reported; and the task column:
//!   tokio's own timeout does the same without a task.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::wait_for;
use tokio::time::{sleep, timeout};

/// A file that is removed unless the download finishes.
struct TemporaryFile(&'static str);

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        println!("{}: removed", self.0); // dropped with its future
    }
}

async fn download(name: &'static str) {
    let _file = TemporaryFile(name);
    println!("{name}: started"); // first poll
    sleep(Duration::from_secs(1)).await;
    println!("{name}: finished"); // never printed: the timeout fires first
}

fn main() {
    classroom::run(async {
        let limit = Duration::from_millis(200);
        match wait_for(download("news.tmp"), limit).await {
            Ok(()) => println!("in time"), // never printed: the download takes too long
            Err(error) => println!("{error}"), // the task was cancelled, and has ended
        }
        match timeout(limit, download("sport.tmp")).await {
            Ok(()) => println!("in time"), // never printed: the download takes too long
            // the future was dropped, without a task
            Err(error) => println!("{error}"),
        }
    });
}
