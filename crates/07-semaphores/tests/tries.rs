//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note, in virtual time.

use std::sync::Arc;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use semaphores::Gauge;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// The time that `tasks` of one second take, each with a permit of `permits`.
async fn with_permits(tasks: usize, permits: usize) -> Duration {
    let start = Instant::now();
    let limit = Arc::new(Semaphore::new(permits));
    let mut set = JoinSet::new();
    for _ in 0..tasks {
        let limit = Arc::clone(&limit);
        set.spawn(async move {
            let permit = limit.acquire().await;
            let _permit = permit.expect("it is never closed");
            sleep(SECOND).await;
        });
    }
    set.join_all().await;
    start.elapsed()
}

/// As long as the three programs of twenty pages say.
async fn fetch(page: u64) -> u64 {
    sleep(Duration::from_millis(100 * (1 + page % 3))).await;
    page
}

#[tokio::test(start_paused = true)]
async fn two_printers_with_three() {
    assert_eq!(with_permits(5, 3).await, 2 * SECOND);
}

/// Without sockets: a second for each request.
#[tokio::test(start_paused = true)]
async fn two_requests_with_three() {
    assert_eq!(with_permits(10, 3).await, 4 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn permit_given_back_with_patience() {
    let checkouts = Semaphore::new(1);
    let pay = async {
        let _permit = checkouts.acquire().await.unwrap();
        sleep(SECOND / 10).await;
        "paid"
    };
    assert_eq!(timeout(SECOND, pay).await, Ok("paid"));
    assert_eq!(checkouts.available_permits(), 1);
}

#[tokio::test(start_paused = true)]
async fn owned_permit_with_three_clerks() {
    assert_eq!(with_permits(4, 3).await, 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn pages_with_twenty_at_once() {
    let start = Instant::now();
    let mut pages = JoinSet::new();
    for page in 1..=20 {
        pages.spawn(fetch(page));
    }
    pages.join_all().await;
    assert_eq!(start.elapsed(), Duration::from_millis(300));
}

#[tokio::test(start_paused = true)]
async fn pages_buffered_in_order() {
    let start = Instant::now();
    let pages = stream::iter(1..=20).map(fetch).buffered(5);
    let pages = pages.collect::<Vec<_>>().await;
    assert_eq!(pages[..5], [1, 2, 3, 4, 5]);
    assert_eq!(start.elapsed(), Duration::from_millis(1200));
}

#[tokio::test(start_paused = true)]
async fn oops_permit_dropped_at_once_with_a_name() {
    let (start, gauge) = (Instant::now(), Arc::new(Gauge::new()));
    let printer = Arc::new(Semaphore::new(1));
    let mut posters = JoinSet::new();
    for _ in 0..3 {
        let (printer, gauge) = (Arc::clone(&printer), Arc::clone(&gauge));
        posters.spawn(async move {
            let _permit = printer.acquire().await.unwrap();
            let _at_the_printer = gauge.enter();
            sleep(SECOND).await;
        });
    }
    posters.join_all().await;
    assert_eq!((start.elapsed(), gauge.max()), (3 * SECOND, 1));
}

#[tokio::test(start_paused = true)]
async fn oops_nobody_to_limit_with_six() {
    let limit = Semaphore::new(6);
    let start = Instant::now();
    for _ in 0..6 {
        let _permit = limit.acquire().await.unwrap();
        sleep(SECOND).await;
    }
    assert_eq!(start.elapsed(), 6 * SECOND);
    assert_eq!(with_permits(6, 6).await, SECOND);
}
