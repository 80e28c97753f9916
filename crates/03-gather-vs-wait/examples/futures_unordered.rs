//! FuturesUnordered returns the fastest first, inside one task.
//!
//! Tutorial: none
//! Look for: the task column. It is as_completed without any task but main.

use std::time::Duration;

use classroom::println;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::time::sleep;

async fn fetch(site: &str, page: &str, millis: u64) -> String {
    println!("{page}: asked"); // first poll of this future
    sleep(Duration::from_millis(millis)).await;
    format!("{site}/{page}")
}

fn main() {
    classroom::run(async {
        // Lent to the futures. A task would have to own it.
        let site = String::from("example.org");
        let mut pages = FuturesUnordered::new();
        for (page, millis) in [("news", 300), ("weather", 100), ("sport", 200)] {
            pages.push(fetch(&site, page, millis));
        }
        println!("{} waiting", pages.len()); // stored, and not yet polled
        while let Some(address) = pages.next().await {
            println!("{address}"); // next has returned a page
        }
    });
}
