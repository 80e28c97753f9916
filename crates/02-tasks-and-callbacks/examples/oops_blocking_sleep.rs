//! Oops: a blocking sleep stops all tasks.
//!
//! Tutorial: 003-4v-blocking-sleep
//! Look for: each request ends before the next one begins: four waits, one by one.
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;

#[expect(
    clippy::disallowed_methods,
    reason = "the blocking sleep is what this example shows"
)]
async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // "requesting"; first poll of this task
    thread::sleep(Duration::from_millis(200)); // no await: the thread sleeps
    println!("请求结束: {url}"); // "request done"; same poll: no await since
}

fn main() {
    classroom::run(async {
        let urls = ["www.b.com", "1.com", "2.com", "3.com"];
        let tasks = urls.map(|url| tokio::spawn(get_request(url)));
        for task in tasks {
            task.await.expect("a request does not panic");
        }
    });
}
