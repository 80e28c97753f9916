//! buffer_unordered(5): the same limit without a task and without a permit.
//!
//! Tutorial: none
//! Look for: the task column. Main polls five pages, and begins the next when one
//!   has arrived.
//! Twin: none, because asyncio runs coroutines side by side only as tasks

use std::time::Duration;

use classroom::println;
use futures::stream::{self, StreamExt};
use semaphores::Gauge;
use tokio::time::{Instant, sleep};

async fn fetch(page: u64, in_flight: &Gauge) -> u64 {
    let _in_flight = in_flight.enter();
    let millis = 100 * (1 + page % 3); // some pages are slower than others
    sleep(Duration::from_millis(millis)).await;
    page
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        // Lent to the futures. A task would have to own it.
        let in_flight = Gauge::new();
        let fetches = stream::iter(1..=20).map(|page| fetch(page, &in_flight));
        let pages: Vec<u64> = fetches.buffer_unordered(5).collect().await;
        println!("the fastest first: {:?} …", &pages[..5]); // in order of arrival
        println!("most at once: {}", in_flight.max()); // counted inside fetch
        println!("took {:.2} s", start.elapsed().as_secs_f64()); // collect has returned
    });
}
