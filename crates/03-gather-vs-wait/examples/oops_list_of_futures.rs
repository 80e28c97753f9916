//! Oops: a list of futures is not a future.
//!
//! Tutorial: 003-6v-list-error
//! Look for: nothing at all. A list cannot be awaited, so nothing in it runs.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // never printed: the list is dropped
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}");
}

fn main() {
    classroom::run(async {
        let urls = ["1.com", "2.com", "3.com"];
        // `requests.await` would not compile; `gather(requests).await` would.
        let requests: Vec<_> = urls.into_iter().map(get_request).collect();
        drop(requests);
    });
}
