//! Oops: the tasks are queued, but the runtime is never run.
//!
//! Tutorial: 003-4-task-objects
//! Look for: nothing at all. The tasks are dropped without a poll.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::ensure_future;
use tokio::time::sleep;

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // never printed: the runtime is never run
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}");
}

fn main() {
    let runtime = classroom::runtime();
    let _inside = runtime.enter(); // tells ensure_future which runtime to use
    let _task = ensure_future(get_request("www.b.com"));
    let _tasks = ["1.com", "2.com", "3.com"].map(|url| ensure_future(get_request(url)));
    // Here `block_on` is missing. The runtime is dropped with its queue.
}
