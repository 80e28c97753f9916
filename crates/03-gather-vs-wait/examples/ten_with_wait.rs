//! wait takes tasks: make them first.
//!
//! Tutorial: 001-5v-wait
//! Look for: ten tasks, all started before the first one ends.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, wait};
use tasks_and_callbacks::create_task;
use tokio::time::{Instant, sleep};

async fn get_html(url: &str) {
    println!("start get url={url}"); // first poll of this task
    sleep(Duration::from_secs(2)).await; // stands in for the network
    println!("end get url"); // the timer fired
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let urls = ["http://www.imooc.com"; 10];
        let tasks = urls.map(|url| create_task(get_html(url)));
        let (done, pending) = wait(tasks, ReturnWhen::AllCompleted).await;
        // Every task is in exactly one of the sets.
        assert!(done.len() == 10 && pending.is_empty());
        // "time"; wait has returned
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
    });
}
