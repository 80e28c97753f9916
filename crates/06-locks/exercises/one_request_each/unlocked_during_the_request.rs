//! Locks for the look and for the insert, and not between them.

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
    let known = cache.lock().await.get(path).cloned();
    if let Some(page) = known {
        return page;
    }
    let page = request(path).await;
    cache.lock().await.insert(path, page.clone());
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
