//! With a lock for each page, different pages are fetched side by side.
//!
//! Tutorial: none
//! Look for: three requests for four callers, and 0.05 s in all.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use locks::Cache;
use tokio::time::{Instant, sleep};

async fn request(path: &str) -> String {
    println!("request for {path}"); // this page is not cached
    sleep(Duration::from_millis(50)).await; // stands in for the network
    format!("the page {path}")
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let cache = Arc::new(Cache::new());
        let tasks = ["/news", "/sport", "/weather", "/news"].map(|path| {
            let cache = Arc::clone(&cache);
            tokio::spawn(
                async move { cache.get_or_fetch(path, || request(path)).await },
            )
        });
        for task in tasks {
            let page = task.await.expect("a request does not panic");
            println!("{page}"); // this task has finished
        }
        println!("{:.2} s", start.elapsed().as_secs_f64()); // all four have finished
    });
}
