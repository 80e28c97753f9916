//! A lock for each page, in a map whose own lock is held for a look-up only.

use std::collections::BTreeMap;
use std::sync::{self, Arc};
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

type Page = Arc<Mutex<Option<String>>>;
type Cache = sync::Mutex<BTreeMap<&'static str, Page>>;

// given
async fn request(path: &str) -> String {
    println!("request for {path}");
    sleep(Duration::from_millis(50)).await;
    format!("the page {path}")
}
// end

async fn get(path: &'static str, cache: Arc<Cache>) -> String {
    let page = {
        let mut pages = cache.lock().expect("no holder panics");
        Arc::clone(pages.entry(path).or_default())
    };
    let mut page = page.lock().await;
    match &*page {
        Some(page) => page.clone(),
        None => page.insert(request(path).await).clone(),
    }
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
