//! A gather of gathers keeps the groups.
//!
//! Tutorial: 001-5-gather-groups
//! Look for: the same lines as without groups. Only the results
//!   have another shape.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::gather;
use tokio::time::{Instant, sleep};

async fn get_html(url: &str) {
    println!("start get url={url}"); // first poll: one group after the other
    sleep(Duration::from_secs(2)).await; // stands in for the network
    println!("end get url"); // two seconds after the start of this task
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        // The four tasks exist as soon as these two lines are over.
        let group1 = gather(["http://www.projectedu.com"; 2].map(get_html));
        let group2 = gather(["http://www.imooc.com"; 2].map(get_html));
        let results = gather([group1, group2]).await;
        let results = results.expect("a request does not panic");
        assert_eq!(results, [[(), ()], [(), ()]], "one list for each group");
        // Both groups waited side by side. 事件 is a slip for 时间, time.
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
    });
}
