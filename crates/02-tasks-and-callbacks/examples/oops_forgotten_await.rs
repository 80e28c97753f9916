//! Oops: the await is forgotten, so the request is over at once.
//!
//! Tutorial: 003-7v-sleep-not-awaited
//! Look for: the total of 0.00. The callbacks still come last, a turn after the tasks.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::{Task, ensure_future};
use tokio::time::{Instant, sleep};

#[expect(
    unused_must_use,
    reason = "the forgotten .await is what this example shows"
)]
async fn get_request(url: &str) -> &'static str {
    println!("正在请求:  {url}"); // "requesting"; first poll of this task
    sleep(Duration::from_secs(1)); // makes a timer and drops it
    println!("请求结束: {url}"); // "request done"; same poll: no await since
    "我去回调啦"
}

fn parse(task: &Task<&'static str>) {
    let text = task.result().expect("a request does not panic");
    println!("i am task callback() !!! {text}"); // queued when its task finished
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let start = Instant::now();
        let tasks = ["1.com", "2.com", "3.com"].map(|url| {
            let task = ensure_future(get_request(url));
            task.add_done_callback(parse);
            task
        });
        for task in tasks {
            task.await.expect("a request does not panic");
        }
        // "total time"; no sleep was awaited
        println!("总耗时： {:.2}", start.elapsed().as_secs_f64());
    });
}
