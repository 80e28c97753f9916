//! Make all tasks first, then await each: they run side by side.
//!
//! Tutorial: 003-6v-await-each
//! Look for: all three begin while main awaits the first.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // "requesting"; first poll of this task
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}"); // "request done"; the timer fired
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let urls = ["1.com", "2.com", "3.com"];
        let tasks = urls.map(|url| tokio::spawn(get_request(url)));
        for task in tasks {
            // Only the first of these awaits takes time.
            task.await.expect("a request does not panic");
        }
        // "total time"; all three have finished
        println!("总耗时： {:.2}", start.elapsed().as_secs_f64());
    });
}
