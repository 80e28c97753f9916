//! Oops: check, await, insert, and the same page is requested twice.
//!
//! Tutorial: 001-12a-nolock
//! Look for: two requests in 0.05 s. Both callers found the cache empty.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

type Cache = Mutex<BTreeMap<&'static str, String>>;

async fn request(url: &str) -> String {
    sleep(Duration::from_millis(50)).await; // stands in for the network
    format!("{url:120}")
}

async fn get_stuff(cache: Arc<Cache>) -> String {
    let url = "http://www.baidu.com";
    // Locked for the look, and again for the insert, but not in between.
    let known = cache.lock().expect("no panic").get(url).cloned();
    if let Some(stuff) = known {
        println!("from the cache"); // never printed: both find it empty
        return stuff;
    }
    let stuff = request(url).await;
    println!("fetched {} characters", stuff.len()); // its own request has returned
    cache.lock().expect("no panic").insert(url, stuff.clone());
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
