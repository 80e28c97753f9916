//! A closure gives the callback its extra argument.
//!
//! Tutorial: 001-4-callback-partial, 001-4v-create-task
//! Look for: the callback comes before the two lines of main, which waits for the task.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::{Task, create_task};
use tokio::time::{Instant, sleep};

async fn get_html(_url: &str) -> &'static str {
    println!("start get url"); // first poll: main waits
    sleep(Duration::from_secs(2)).await;
    println!("end get url"); // the timer fired
    "bobby"
}

fn callback(url: &str, _task: &Task<&'static str>) {
    // "runs after the task"; queued when the task finished, before main
    println!("执行完任务后执行;url={url}");
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let url = "http://www.imooc.com";
        let task = create_task(get_html(url));
        task.add_done_callback(move |task| callback(url, task));
        (&task).await.expect("get_html does not panic");
        // "time"; the handle has returned
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
        let name = task.result().expect("the task is done");
        println!("{name}"); // the result: the callback did not take it
    });
}
