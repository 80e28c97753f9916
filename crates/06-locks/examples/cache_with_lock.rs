//! The lock owns the cache: the second caller waits, and finds the page.
//!
//! Tutorial: 001-12a-lock
//! Look for: no output, as in the tutorial. The last line counts one request of 0.05 s.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::sleep;

type Cache = Mutex<BTreeMap<&'static str, String>>;

async fn request(url: &str) -> String {
    sleep(Duration::from_millis(50)).await; // stands in for the network
    format!("{url:120}")
}

async fn get_stuff(cache: &Cache) -> String {
    let url = "http://www.baidu.com";
    // Locked until the end of this function, whichever way it ends.
    let mut cache = cache.lock().await;
    if let Some(stuff) = cache.get(url) {
        return stuff.clone();
    }
    let stuff = request(url).await;
    cache.insert(url, stuff.clone());
    stuff
}

async fn parse_stuff(cache: Arc<Cache>) {
    let _stuff = get_stuff(&cache).await;
}

async fn use_stuff(cache: Arc<Cache>) {
    let _stuff = get_stuff(&cache).await;
}

fn main() {
    classroom::run(async {
        let cache = Arc::new(Cache::default());
        let parsing = tokio::spawn(parse_stuff(Arc::clone(&cache)));
        let using = tokio::spawn(use_stuff(cache));
        parsing.await.expect("parsing does not panic");
        using.await.expect("using does not panic");
    });
}
