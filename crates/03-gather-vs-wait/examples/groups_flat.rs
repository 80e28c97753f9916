//! Two groups in one gather are one long list.
//!
//! Tutorial: 001-5v-groups-flat
//! Look for: the first group starts before the second. After that nothing tells them
//!   apart.
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
        let group1 = ["http://www.projectedu.com"; 2].map(get_html);
        let group2 = ["http://www.imooc.com"; 2].map(get_html);
        let results = gather(group1.into_iter().chain(group2)).await;
        let results = results.expect("a request does not panic");
        assert_eq!(results.len(), 4, "four results, and no groups");
        // "time"; all four have finished
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
    });
}
