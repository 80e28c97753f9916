//! gather takes the coroutines as they are.
//!
//! Tutorial: 001-5v-gather-star
//! Look for: the same run as with wait. The ten tasks were made by gather.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::gather;
use tokio::time::{Instant, sleep};

async fn get_html(url: &str) {
    println!("start get url={url}"); // first poll, in the order of the list
    sleep(Duration::from_secs(2)).await; // stands in for the network
    println!("end get url"); // the timer fired
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let pages = ["http://www.imooc.com"; 10].map(get_html);
        let results = gather(pages).await.expect("a request does not panic");
        assert_eq!(results.len(), 10, "one result for each page");
        // "time"; gather has returned
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
    });
}
