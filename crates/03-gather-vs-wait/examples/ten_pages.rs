//! Ten pages take as long as one.
//!
//! Tutorial: 001-1-wait10
//! Look for: ten starts at 0.00, ten ends at 2.00, and the total.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::{ReturnWhen, wait};
use tasks_and_callbacks::create_task;
use tokio::time::{Instant, sleep};

async fn get_html(_url: &str) {
    println!("start get url"); // first poll of this task
    sleep(Duration::from_secs(2)).await; // stands in for the network
    println!("end get url"); // the timer fired
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let urls = ["http://www.imooc.com"; 10];
        let tasks = urls.map(|url| create_task(get_html(url)));
        let _done_and_pending = wait(tasks, ReturnWhen::AllCompleted).await;
        // "time"; wait has returned
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
    });
}
