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
    println!("start get url"); // main waits, so the task runs
    sleep(Duration::from_secs(2)).await;
    println!("end get url"); // two seconds later: the timer woke the task
    "bobby"
}

fn callback(url: &str, _task: &Task<&'static str>) {
    // The task is done ("runs after the task", it says), and we came before main.
    println!("执行完任务后执行;url={url}");
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let url = "http://www.imooc.com";
        let task = create_task(get_html(url));
        task.add_done_callback(move |task| callback(url, task));
        (&task).await.expect("get_html does not panic");
        // Main goes on after the callback. 事件 is the tutorial's slip for 时间, time.
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
        let name = task.result().expect("the task is done");
        println!("{name}"); // what get_html returned: the callback did not use it up
    });
}
