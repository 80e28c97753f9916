//! Oops: the tasks were queued, and nobody ran the loop.
//!
//! Tutorial: 003-4-task-objects
//! Look for: nothing at all. A queue is only a list until somebody works it off.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::ensure_future;
use tokio::time::sleep;

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // "requesting"; never printed
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}"); // "request done"; never printed
}

fn main() {
    let runtime = classroom::runtime();
    let _inside = runtime.enter(); // so that ensure_future knows where to queue
    let _task = ensure_future(get_request("www.b.com"));
    let _tasks = ["1.com", "2.com", "3.com"].map(|url| ensure_future(get_request(url)));
    // Here block_on is missing. The runtime is dropped, and its queue with it.
}
