//! Cancelling one group ends the gather of both.
//!
//! Tutorial: 001-5v-group-cancel
//! Look for: two starts and no end. The program is over at 0.00, with an error.
//! Exits: 1
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::gather;
use tasks_and_callbacks::TaskError;
use tokio::time::{Instant, sleep};

async fn get_html(url: &str) {
    println!("start get url={url}"); // first poll: its group was not cancelled
    sleep(Duration::from_secs(2)).await; // stands in for the network
    println!("end get url"); // never printed: the program ends first
}

fn main() -> Result<(), TaskError> {
    classroom::run(async {
        let start = Instant::now();
        let group1 = gather(["http://www.projectedu.com"; 2].map(get_html));
        let group2 = gather(["http://www.imooc.com"; 2].map(get_html));
        // Its tasks have not been polled, and never will be.
        group2.cancel();
        // With `?`, main returns the cancellation.
        gather([group1, group2]).await?;
        // never printed: the line above returns
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
        Ok(())
    })
}
