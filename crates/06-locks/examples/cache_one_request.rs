//! Two callers, one request.
//!
//! Tutorial: 001-12a-lock-fixed
//! Look for: both lines at 0.05. The second caller sends no request.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

type Cache = Mutex<BTreeMap<&'static str, String>>;

async fn request(url: &str) -> String {
    sleep(Duration::from_millis(50)).await; // stands in for the network
    format!("{url:120}")
}

async fn get_stuff(cache: Arc<Cache>) -> String {
    let url = "http://www.baidu.com";
    let mut cache = cache.lock().await;
    if let Some(stuff) = cache.get(url) {
        println!("from the cache"); // lock has returned: the page is cached
        return stuff.clone();
    }
    let stuff = request(url).await;
    println!("fetched {} characters", stuff.len()); // the request has returned
    cache.insert(url, stuff.clone());
    stuff
}

fn main() {
    classroom::run(async {
        let cache = Arc::new(Cache::default());
        let parsing = tokio::spawn(get_stuff(Arc::clone(&cache)));
        let using = tokio::spawn(get_stuff(cache));
        let parsed = parsing.await.expect("parsing does not panic");
        let used = using.await.expect("using does not panic");
        assert_eq!(parsed, used);
    });
}
