//! A task stops at its own sleep; wait only waits for the tasks.
//!
//! Tutorial: 003-6-wait
//! Look for: three tasks asleep at the same time, and a total of 1.00.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, wait};
use tasks_and_callbacks::create_task;
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
        let tasks = urls.map(|url| create_task(get_request(url)));
        let _done_and_pending = wait(tasks, ReturnWhen::AllCompleted).await;
        // "total time"; wait has returned
        println!("总耗时： {:.2}", start.elapsed().as_secs_f64());
    });
}
