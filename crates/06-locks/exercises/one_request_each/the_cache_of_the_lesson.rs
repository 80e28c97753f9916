//! Takes the cache that the lesson has.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

type Cache = locks::Cache<&'static str, String>;

// given
async fn request(path: &str) -> String {
    println!("request for {path}");
    sleep(Duration::from_millis(50)).await;
    format!("the page {path}")
}
// end

async fn get(path: &'static str, cache: Arc<Cache>) -> String {
    cache.get_or_fetch(path, || request(path)).await
}

fn main() {
    classroom::run(async {
        let cache = Arc::new(Cache::new());
        let paths = ["/news", "/sport", "/weather", "/news", "/sport", "/weather"];
        let callers = paths.map(|path| tokio::spawn(get(path, Arc::clone(&cache))));
        for caller in callers {
            let page = caller.await.expect("a request does not panic");
            println!("{page}");
        }
    });
}
