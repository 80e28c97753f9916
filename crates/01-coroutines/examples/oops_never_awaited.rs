//! Oops: the request was never awaited, so it was never sent.
//!
//! Tutorial: 003-1-not-awaited
//! Look for: nothing at all. Only the compiler notices.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // never printed: the future is not polled
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}");
}

#[expect(
    unused_must_use,
    reason = "the forgotten .await is what this example shows"
)]
fn main() {
    get_request("www.b.com");
}
