//! The callback gets the task, and takes the result from it.
//!
//! Tutorial: 003-7-full-py36
//! Look for: at 1.00 all three requests end, and only then the callbacks come.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::{Task, ensure_future};
use tokio::time::{Instant, sleep};

async fn get_request(url: &str) -> &'static str {
    println!("正在请求:  {url}"); // "requesting"; first poll of this task
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}"); // "request done"; the timer fired
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
        // "total time"; all three tasks have finished
        println!("总耗时： {:.2}", start.elapsed().as_secs_f64());
    });
}
