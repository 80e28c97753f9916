//! If the task that fetches is cancelled, the next one in line fetches.
//!
//! Tutorial: none
//! Look for: the second request at 0.02. No task waits for the cancelled one.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use locks::Cache;
use tokio::time::sleep;

async fn request(caller: &str) -> String {
    println!("request by {caller}"); // lock has returned: the page is not cached
    sleep(Duration::from_millis(50)).await; // stands in for the network
    format!("the page that {caller} fetched")
}

async fn get(caller: &'static str, cache: Arc<Cache<&'static str, String>>) {
    let page = cache.get_or_fetch("/news", || request(caller)).await;
    println!("{caller} has {page}"); // get_or_fetch has returned the page
}

fn main() {
    classroom::run(async {
        let cache = Arc::new(Cache::new());
        let [ada, ben, cem] = ["Ada", "Ben", "Cem"]
            .map(|name| tokio::spawn(get(name, Arc::clone(&cache))));
        sleep(Duration::from_millis(20)).await;
        ada.abort();
        println!("Ada leaves"); // main's timer fired: the task is aborted
        ben.await.expect("a request does not panic");
        cem.await.expect("a request does not panic");
    });
}
