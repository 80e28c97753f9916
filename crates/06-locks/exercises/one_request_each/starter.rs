//! One request for each page
//!
//! Six callers ask a cache for three pages. The cache is locked during each request, so
//! it sends one request for each page, but one page after another: done at 0.15. Let
//! the pages be requested side by side, still one request for each, and be done at
//! 0.05. Write the cache yourself, without `locks::Cache`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

type Cache = Mutex<BTreeMap<&'static str, String>>;

// given
async fn request(path: &str) -> String {
    println!("request for {path}");
    sleep(Duration::from_millis(50)).await;
    format!("the page {path}")
}
// end

async fn get(path: &'static str, cache: Arc<Cache>) -> String {
    let mut cache = cache.lock().await;
    if let Some(page) = cache.get(path) {
        return page.clone();
    }
    let page = request(path).await;
    cache.insert(path, page.clone());
    page
}

fn main() {
    classroom::run(async {
        let cache = Arc::new(Cache::default());
        let paths = ["/news", "/sport", "/weather", "/news", "/sport", "/weather"];
        let callers = paths.map(|path| tokio::spawn(get(path, Arc::clone(&cache))));
        for caller in callers {
            let page = caller.await.expect("a request does not panic");
            println!("{page}");
        }
    });
}
