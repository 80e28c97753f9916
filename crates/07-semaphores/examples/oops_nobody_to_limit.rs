//! Oops: three permits, but only one task asks for them.
//!
//! Tutorial: none
//! Look for: the first half is as slow as without any concurrency.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

async fn fetch(limit: Arc<Semaphore>, in_flight: Arc<Gauge>) {
    let _permit = limit.acquire().await.expect("it is never closed");
    let _in_flight = in_flight.enter();
    sleep(Duration::from_secs(1)).await;
}

fn main() {
    classroom::run(async {
        let limit = Arc::new(Semaphore::new(3));
        let start = Instant::now();
        let in_flight = Arc::new(Gauge::new());
        for _ in 0..6 {
            fetch(Arc::clone(&limit), Arc::clone(&in_flight)).await; // one by one
        }
        println!("one consumer: {} at once", in_flight.max()); // one permit is held
        println!("took {:.2} s", start.elapsed().as_secs_f64()); // pages one by one

        let start = Instant::now();
        let in_flight = Arc::new(Gauge::new());
        let mut pages = JoinSet::new();
        for _ in 0..6 {
            pages.spawn(fetch(Arc::clone(&limit), Arc::clone(&in_flight)));
        }
        pages.join_all().await;
        println!("six tasks: {} at once", in_flight.max()); // counted by the gauge
        println!("took {:.2} s", start.elapsed().as_secs_f64()); // three, three more
    });
}
