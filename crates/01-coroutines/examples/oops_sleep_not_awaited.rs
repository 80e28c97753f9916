//! Oops: a sleep that is not awaited takes no time.
//!
//! Tutorial: 003-6v-sleep-not-awaited
//! Look for: the total of 0.00, and each request ending before the next one begins.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

#[expect(
    unused_must_use,
    reason = "the forgotten .await is what this example shows"
)]
async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // "requesting"; first poll of this task
    sleep(Duration::from_secs(1)); // makes a timer, and drops it unused
    println!("请求结束: {url}"); // "request done"; same poll: no await since
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let urls = ["1.com", "2.com", "3.com"];
        let tasks = urls.map(|url| tokio::spawn(get_request(url)));
        for task in tasks {
            task.await.expect("a request does not panic");
        }
        // "total time"; no sleep was awaited
        println!("总耗时： {:.2}", start.elapsed().as_secs_f64());
    });
}
