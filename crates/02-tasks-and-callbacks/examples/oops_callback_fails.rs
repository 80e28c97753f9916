//! Oops: a callback that fails is reported on stderr, and nowhere else.
//!
//! Tutorial: 001-4v-callback-plain
//! Look for: the callback's line is missing, and main goes on as if all were well.
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

fn callback(url: Option<&str>, _task: &Task<&'static str>) {
    let url = url.expect("the callback needs a url");
    println!("执行完任务后执行;url={url}"); // never printed: the line above panics
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let task = create_task(get_html("http://www.imooc.com"));
        // In Python the argument is missing. That would not compile in Rust.
        task.add_done_callback(|task| callback(None, task));
        (&task).await.expect("get_html does not panic");
        // "time"; the panic ended the callback, not main
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
        let name = task.result().expect("the task is done");
        println!("{name}"); // the task has a result: only its callback failed
    });
}
