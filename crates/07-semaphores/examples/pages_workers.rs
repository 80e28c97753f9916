//! Five workers share one list: the limit is the number of workers.
//!
//! Tutorial: none
//! Look for: five tasks for twenty pages, and the same time as with twenty tasks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

static IN_FLIGHT: Gauge = Gauge::new();

async fn fetch(page: u64) {
    let _in_flight = IN_FLIGHT.enter();
    let millis = 100 * (1 + page % 3); // some pages are slower than others
    sleep(Duration::from_millis(millis)).await;
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        // A std Mutex: it is held just long enough to take the next number.
        let pages = Arc::new(Mutex::new(1..=20));
        let mut workers = JoinSet::new();
        for _ in 0..5 {
            let pages = Arc::clone(&pages);
            workers.spawn(async move {
                loop {
                    // A line of its own: in a `while let`, the lock would be held
                    // during the fetch as well.
                    let page = pages.lock().expect("no holder panics").next();
                    let Some(page) = page else { break };
                    fetch(page).await;
                }
            });
        }
        println!("tasks for 20 pages: {}", workers.len()); // one for each worker
        workers.join_all().await;
        println!("most at once: {}", IN_FLIGHT.max()); // counted inside fetch
        println!("took {:.2} s", start.elapsed().as_secs_f64()); // all have finished
    });
}
