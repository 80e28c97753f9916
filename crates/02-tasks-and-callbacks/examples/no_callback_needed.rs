//! What comes afterwards is written after the await.
//!
//! Tutorial: none
//! Look for: each page is parsed by its own task, as soon as it has arrived.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn get_request(url: &str) -> &'static str {
    println!("正在请求:  {url}"); // "requesting"; first poll of this task
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}"); // "request done"; the timer fired
    "我去回调啦"
}

fn parse(text: &str) {
    println!("i am task callback() !!! {text}"); // same poll: no await since
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let tasks = ["1.com", "2.com", "3.com"].map(|url| {
            tokio::spawn(async move {
                let text = get_request(url).await;
                parse(text);
            })
        });
        for task in tasks {
            task.await.expect("a request does not panic");
        }
        // "total time"; all three tasks have finished
        println!("总耗时： {:.2}", start.elapsed().as_secs_f64());
    });
}
