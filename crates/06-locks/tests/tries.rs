//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note, in virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use locks::Cache;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[tokio::test]
async fn shared_total_of_ten_each() {
    let total = Arc::new(AtomicI32::new(0));
    let mut tasks = JoinSet::new();
    for step in [-1, 1, -1] {
        let total = Arc::clone(&total);
        tasks.spawn(async move {
            for _ in 0..10 {
                total.fetch_add(step, Ordering::Relaxed);
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(total.load(Ordering::Relaxed), -10);
}

#[tokio::test(start_paused = true)]
async fn oops_lost_update_with_the_sleep_first() {
    let tickets = Arc::new(AtomicI32::new(10));
    let mut tasks = JoinSet::new();
    for _ in 0..2 {
        let tickets = Arc::clone(&tickets);
        tasks.spawn(async move {
            sleep(millis(100)).await;
            let read = tickets.load(Ordering::Relaxed);
            tickets.store(read - 1, Ordering::Relaxed);
        });
    }
    tasks.join_all().await;
    assert_eq!(tickets.load(Ordering::Relaxed), 8);
}

/// The times at which tasks get a lock, each after holding it for `held`.
async fn locked_for(held: Duration, tasks: u32) -> Vec<Duration> {
    let start = Instant::now();
    let lock = Arc::new(Mutex::new(()));
    let mut set = JoinSet::new();
    for _ in 0..tasks {
        let lock = Arc::clone(&lock);
        set.spawn(async move {
            let _guard = lock.lock().await;
            let locked = start.elapsed();
            sleep(held).await;
            locked
        });
    }
    set.join_all().await
}

#[tokio::test(start_paused = true)]
async fn tickets_under_a_lock_at_five_checkouts() {
    let start = Instant::now();
    locked_for(millis(100), 5).await;
    assert_eq!(start.elapsed(), millis(500));
}

#[tokio::test(start_paused = true)]
async fn guard_scope_without_the_block() {
    let times = locked_for(millis(3000), 2).await;
    assert_eq!(times, [millis(0), millis(3000)]);
}

#[tokio::test(start_paused = true)]
async fn std_lock_for_a_moment_with_equal_times() {
    let orders = Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for table in 1..=3 {
        let orders = Arc::clone(&orders);
        tasks.spawn(async move {
            sleep(millis(100)).await;
            orders.lock().expect("push does not panic").push(table);
        });
    }
    tasks.join_all().await;
    assert_eq!(*orders.lock().expect("push does not panic"), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn caches_with_one_page() {
    let (start, cache) = (Instant::now(), Arc::new(Cache::new()));
    let requests = Arc::new(AtomicI32::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..4 {
        let (cache, requests) = (Arc::clone(&cache), Arc::clone(&requests));
        callers.spawn(async move {
            let request = || async {
                requests.fetch_add(1, Ordering::Relaxed);
                sleep(millis(1000)).await;
                "the page".to_owned()
            };
            cache.get_or_fetch("/news", request).await
        });
    }
    callers.join_all().await;
    assert_eq!(requests.load(Ordering::Relaxed), 1);
    assert_eq!(start.elapsed(), millis(1000));
}

#[tokio::test(start_paused = true)]
async fn oops_let_underscore_with_a_name() {
    let times = locked_for(millis(1000), 2).await;
    assert_eq!(times, [millis(0), millis(1000)]);
}

#[tokio::test(start_paused = true)]
async fn oops_guard_across_await_with_an_async_lock() {
    let (start, ledger) = (Instant::now(), Mutex::new(Vec::new()));
    let write = async {
        let mut ledger = ledger.lock().await;
        sleep(millis(100)).await;
        ledger.push("rent");
    };
    let read = async { (ledger.lock().await.clone(), start.elapsed()) };
    let ((), read) = tokio::join!(write, read);
    assert_eq!(read, (vec!["rent"], millis(100)));
}

#[tokio::test(start_paused = true)]
async fn oops_deadlock_one_after_another() {
    let start = Instant::now();
    let (ada, ben) = (Mutex::new(100), Mutex::new(100));
    for (from, to, amount) in [(&ada, &ben, 30), (&ben, &ada, 50)] {
        let mut from = from.lock().await;
        sleep(millis(10)).await;
        *to.lock().await += amount;
        *from -= amount;
    }
    assert_eq!((*ada.lock().await, *ben.lock().await), (120, 80));
    assert_eq!(start.elapsed(), millis(20));
}
