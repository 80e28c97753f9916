//! Oops: the request was never awaited, so it was never sent.
//!
//! Tutorial: 003-1-not-awaited
//! Look for: nothing at all. Only the compiler noticed, and here it was told not to.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // "requesting"; never printed
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}"); // "request done"; never printed
}

#[expect(
    unused_must_use,
    reason = "the forgotten .await is what this example shows"
)]
fn main() {
    get_request("www.b.com");
}
