//! Looks with a read lock, and holds the write lock during each request.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::RwLock;
use tokio::time::sleep;

type Cache = RwLock<BTreeMap<&'static str, String>>;

// given
async fn request(path: &str) -> String {
    println!("request for {path}");
    sleep(Duration::from_millis(50)).await;
    format!("the page {path}")
}
// end

async fn get(path: &'static str, cache: Arc<Cache>) -> String {
    let known = cache.read().await.get(path).cloned();
    if let Some(page) = known {
        return page;
    }
    let mut cache = cache.write().await;
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
