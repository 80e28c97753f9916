//! `as_completed` keeps asyncio's promises.

use std::time::Duration;

use gather_vs_wait::as_completed;
use tasks_and_callbacks::{Task, TaskError, create_task};
use tokio::time::sleep;

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

async fn parcel(number: u64, takes: u64) -> u64 {
    sleep(seconds(takes)).await;
    assert_ne!(number, 13, "lost");
    number
}

/// Results come "in the order in which and as soon as they complete".
#[tokio::test(start_paused = true)]
async fn order_of_completion() {
    let _limited = testing::limited();
    let begin = tokio::time::Instant::now();
    let mut parcels = as_completed([parcel(1, 3), parcel(2, 1), parcel(3, 2)]);
    for (number, arrives) in [(2, 1), (3, 2), (1, 3)] {
        assert_eq!(parcels.next().await, Some(Ok(number)));
        assert_eq!(begin.elapsed(), seconds(arrives));
    }
    assert_eq!(parcels.next().await, None);
    assert_eq!(parcels.next().await, None);
}

/// Tasks that end in the same turn come in the order in which they ended: each puts
/// itself into the queue by a callback.
#[tokio::test(start_paused = true)]
async fn ties() {
    let _limited = testing::limited();
    let tasks = [parcel(1, 1), parcel(2, 1), parcel(3, 1)].map(create_task);
    let [first, second, third] = tasks;
    let mut parcels = as_completed([third, first, second]);
    for number in 1..=3 {
        assert_eq!(parcels.next().await, Some(Ok(number)));
    }
}

/// A failure comes in its turn, and the other results still follow.
#[tokio::test(start_paused = true)]
async fn failures_in_between() {
    let _limited = testing::limited();
    let unwanted = create_task(parcel(4, 9));
    let items = [parcel(1, 1), parcel(13, 2), parcel(3, 3)].map(create_task);
    let mut parcels = as_completed(items.into_iter().chain([unwanted.clone()]));
    unwanted.cancel();
    assert_eq!(parcels.next().await, Some(Err(TaskError::Cancelled)));
    assert_eq!(parcels.next().await, Some(Ok(1)));
    let failed = parcels.next().await;
    assert!(
        matches!(failed, Some(Err(TaskError::Panicked(_)))),
        "{failed:?}"
    );
    assert_eq!(parcels.next().await, Some(Ok(3)));
    assert_eq!(parcels.next().await, None);
}

/// Without items, the loop has no rounds.
#[tokio::test]
async fn empty() {
    let _limited = testing::limited();
    assert_eq!(as_completed(Vec::<Task<u64>>::new()).next().await, None);
}

/// The items are a set: a task that is given twice comes once.
#[tokio::test(start_paused = true)]
async fn duplicates_collapse() {
    let _limited = testing::limited();
    let task = create_task(parcel(1, 1));
    let mut parcels = as_completed([task.clone(), task]);
    assert_eq!(parcels.next().await, Some(Ok(1)));
    assert_eq!(parcels.next().await, None);
}

/// Leaving the loop early cancels nothing, and giving up one `next` loses no result.
#[tokio::test(start_paused = true)]
async fn leaving_early() {
    let _limited = testing::limited();
    let slow = create_task(parcel(1, 3));
    let mut parcels = as_completed([slow.clone(), create_task(parcel(2, 2))]);
    let hurried = tokio::time::timeout(seconds(1), parcels.next()).await;
    assert!(hurried.is_err());
    assert_eq!(parcels.next().await, Some(Ok(2)));
    drop(parcels);
    assert_eq!(slow.await, Ok(1));
}

/// A thousand tasks on several threads: every result comes once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thousand_tasks_on_threads() {
    let _limited = testing::limited();
    let mut numbers = as_completed((0..1000).map(async |number| {
        tokio::task::yield_now().await;
        number
    }));
    let mut seen = Vec::new();
    while let Some(number) = numbers.next().await {
        seen.push(number.unwrap());
    }
    seen.sort();
    assert_eq!(seen, (0..1000).collect::<Vec<_>>());
}
