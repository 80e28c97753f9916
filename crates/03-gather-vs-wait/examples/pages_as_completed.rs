//! as_completed returns the fastest page first.
//!
//! Tutorial: none
//! Look for: the order of the lines is that of the times, not that of the list.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::as_completed;
use tokio::time::{Instant, sleep};

async fn fetch(page: &str, millis: u64) -> &str {
    sleep(Duration::from_millis(millis)).await;
    page
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let latencies = [("news", 300), ("weather", 100), ("sport", 200)];
        let mut pages = as_completed(latencies.map(|(page, ms)| fetch(page, ms)));
        while let Some(page) = pages.next().await {
            let page = page.expect("no fetch panics");
            // this page has arrived
            println!("{page} after {:.2} s", start.elapsed().as_secs_f64());
        }
    });
}
