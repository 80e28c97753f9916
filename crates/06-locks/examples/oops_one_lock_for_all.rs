//! Oops: with one lock for the whole cache, every page waits for every other.
//!
//! Tutorial: none
//! Look for: three different pages take 0.15 s. The requests run one by one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

type Cache = Mutex<BTreeMap<&'static str, String>>;

async fn request(path: &str) -> String {
    println!("request for {path}"); // lock has returned: the page is not cached
    sleep(Duration::from_millis(50)).await; // stands in for the network
    format!("the page {path}")
}

async fn get(path: &'static str, cache: Arc<Cache>) -> String {
    let mut cache = cache.lock().await;
    if let Some(page) = cache.get(path) {
        return page.clone();
    }
    let page = request(path).await; // no other task can look into the cache
    cache.insert(path, page.clone());
    page
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let cache = Arc::new(Cache::default());
        let tasks = ["/news", "/sport", "/weather"]
            .map(|path| tokio::spawn(get(path, Arc::clone(&cache))));
        for task in tasks {
            let page = task.await.expect("get does not panic");
            println!("{page}"); // this task has finished
        }
        println!("{:.2} s", start.elapsed().as_secs_f64()); // the sum of all requests
    });
}
