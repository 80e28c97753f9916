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
    println!("start get url={url}"); // first poll: group 1 was made first
    sleep(Duration::from_secs(2)).await; // stands in for the network
    println!("end get url"); // the timer fired
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        // gather makes the tasks when it is called.
        let group1 = gather(["http://www.projectedu.com"; 2].map(get_html));
        let group2 = gather(["http://www.imooc.com"; 2].map(get_html));
        let results = gather([group1, group2]).await;
        let results = results.expect("a request does not panic");
        assert_eq!(results, [[(), ()], [(), ()]], "one list for each group");
        // "time"; both groups have finished
        println!("执行事件:{:.2}", start.elapsed().as_secs_f64());
    });
}
