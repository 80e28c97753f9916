//! An awaited sleep lets the other tasks run.
//!
//! Tutorial: 003-4v-time-sleep-vs-await
//! Look for: four requests begin at 0.00, and all four end at 1.00.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // "requesting"; first poll of this task
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}"); // "request done"; the timer fired
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
