//! Twenty tasks at once, and five of them at work.
//!
//! Tutorial: none
//! Look for: 20 tasks exist, 5 is the most the gauge has seen, and the time.

use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

// A `static` lives as long as any task, so it needs no Arc.
static LIMIT: Semaphore = Semaphore::const_new(5);
static IN_FLIGHT: Gauge = Gauge::new();

async fn fetch(page: u64) {
    let _in_flight = IN_FLIGHT.enter();
    let millis = 100 * (1 + page % 3); // some pages are slower than others
    sleep(Duration::from_millis(millis)).await;
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let mut pages = JoinSet::new();
        for page in 1..=20 {
            pages.spawn(async move {
                let _permit = LIMIT.acquire().await.expect("it is never closed");
                fetch(page).await;
            });
        }
        println!("tasks for 20 pages: {}", pages.len()); // all are spawned
        pages.join_all().await;
        println!("most at once: {}", IN_FLIGHT.max()); // counted inside fetch
        println!("took {:.2} s", start.elapsed().as_secs_f64()); // all have finished
    });
}
