//! wait_for cancels, and waits until the cleaning up is over.
//!
//! Tutorial: none
//! Look for: the file is gone before the timeout is reported; and the task column:
//!   tokio's own timeout does the same without a task.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::wait_for;
use tokio::time::{sleep, timeout};

/// What a half-finished download must not leave behind.
struct TemporaryFile(&'static str);

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        println!("{}: removed", self.0); // the future is dropped, and its file too
    }
}

async fn download(name: &'static str) {
    let _file = TemporaryFile(name);
    println!("{name}: started"); // the first poll, and the time is running
    sleep(Duration::from_secs(1)).await;
    println!("{name}: finished"); // never printed: the time is over before
}

fn main() {
    classroom::run(async {
        let limit = Duration::from_millis(200);
        match wait_for(download("news.tmp"), limit).await {
            Ok(()) => println!("in time"), // never printed: a second is too long
            Err(error) => println!("{error}"), // wait_for waited for the task to end
        }
        match timeout(limit, download("sport.tmp")).await {
            Ok(()) => println!("in time"), // never printed either
            // The future was dropped on the spot: no task to wait for.
            Err(error) => println!("{error}"),
        }
    });
}
