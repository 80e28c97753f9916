//! Oops: while the loop body waits, the other pages are not polled.
//!
//! Tutorial: none
//! Look for: pages of 30 ms that take 130, 230 and 330 ms, until they become tasks.
//! Twin: none, because asyncio runs coroutines side by side only as tasks, and a task
//!   goes on during a slow loop body

use std::time::Duration;

use classroom::println;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

async fn fetch(page: u32) -> u32 {
    let asked = Instant::now();
    sleep(Duration::from_millis(30)).await;
    // polled again, after its timer fired
    println!("page {page}: took {} ms", asked.elapsed().as_millis());
    page
}

async fn store(_page: u32) {
    sleep(Duration::from_millis(100)).await;
}

fn main() {
    classroom::run(async {
        println!("futures in the loop"); // only pages.next() polls these futures
        let mut pages: FuturesUnordered<_> = (1..=4).map(fetch).collect();
        while let Some(page) = pages.next().await {
            store(page).await; // main waits, and no page is polled
        }

        println!("tasks beside the loop"); // the runtime polls these tasks
        let mut pages = JoinSet::new();
        for page in 1..=4 {
            pages.spawn(fetch(page));
        }
        while let Some(page) = pages.join_next().await {
            store(page.expect("no fetch panics")).await; // only main waits
        }
    });
}
