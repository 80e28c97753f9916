//! One page needs neither gather nor wait.
//!
//! Tutorial: 001-5v-single
//! Look for: a single task, which does nothing for two seconds.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn get_html(url: &str) {
    println!("start get url={url}"); // first poll, by main
    sleep(Duration::from_secs(2)).await; // stands in for the network
    println!("end get url"); // the timer fired
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        get_html("http://www.imooc.com").await;
        // "time"; the page has arrived
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
    });
}
