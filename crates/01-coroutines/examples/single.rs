//! One page takes as long as its one wait.
//!
//! Tutorial: 001-1v-single
//! Look for: two seconds between start and end, and no other task to use them.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn get_html(_url: &str) {
    println!("start get url"); // the request goes out
    sleep(Duration::from_secs(2)).await; // stands in for the network
    println!("end get url"); // the timer fired: the page has arrived
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        get_html("http://www.imooc.com").await;
        // "time": the tutorial wrote 事件, event, for 时间
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
    });
}
