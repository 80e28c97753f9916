//! A task that is awaited at once runs alone.
//!
//! Tutorial: 003-6v-serial-await
//! Look for: three tasks, but each is made only when the one before it is done.

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
        for url in ["1.com", "2.com", "3.com"] {
            let task = tokio::spawn(get_request(url));
            // The loop waits here, before it spawns the next task.
            task.await.expect("a request does not panic");
        }
        // "total time"; one second for each task
        println!("总耗时： {:.2}", start.elapsed().as_secs_f64());
    });
}
