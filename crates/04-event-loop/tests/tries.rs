//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note, in virtual time. A loop that is never stopped is the example `oops_never_stops`, a
//! later Ctrl-C is `ctrl_c_late`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[tokio::test(start_paused = true)]
async fn three_ways_with_the_task_awaited_first() {
    let start = Instant::now();
    sleep(millis(1000)).await;
    let task = tokio::spawn(sleep(millis(1000)));
    task.await.unwrap();
    sleep(millis(500)).await;
    assert_eq!(start.elapsed(), millis(2500));
}

#[test]
fn block_on_twice_with_a_longer_first_one() {
    let paused = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    let runtime = paused.unwrap();
    let drops = Arc::new(AtomicU32::new(0));
    let dripped = Arc::clone(&drops);
    runtime.spawn(async move {
        loop {
            sleep(millis(1000)).await;
            dripped.fetch_add(1, Ordering::Relaxed);
        }
    });
    runtime.block_on(async { sleep(millis(3500)).await });
    assert_eq!(drops.load(Ordering::Relaxed), 3);
    runtime.block_on(async { sleep(millis(1000)).await });
    assert_eq!(drops.load(Ordering::Relaxed), 4);
}

#[tokio::test(start_paused = true)]
async fn drop_instead_of_close_with_a_longer_day() {
    let cries = Arc::new(AtomicU32::new(0));
    let cried = Arc::clone(&cries);
    tokio::spawn(async move {
        loop {
            cried.fetch_add(1, Ordering::Relaxed);
            sleep(millis(1000)).await;
        }
    });
    sleep(millis(2500)).await;
    assert_eq!(cries.load(Ordering::Relaxed), 3);
}

/// A sleep is pressed in place of the keys.
#[tokio::test(start_paused = true)]
async fn ctrl_c_select_pressed_late() {
    let start = Instant::now();
    let mut pages = JoinSet::new();
    for seconds in [2, 3, 3] {
        pages.spawn(sleep(Duration::from_secs(seconds)));
    }
    let interrupted = tokio::select! {
        () = sleep(millis(3500)) => true,
        () = async { while pages.join_next().await.is_some() {} } => false,
    };
    assert!(!interrupted && pages.is_empty());
    assert_eq!(start.elapsed(), millis(3000));
}

#[tokio::test(start_paused = true)]
async fn cancellation_token_with_a_longer_way_home() {
    let start = Instant::now();
    let call_back = CancellationToken::new();
    let called_back = call_back.clone();
    let tour = tokio::spawn(async move {
        called_back.cancelled().await;
        sleep(millis(2000)).await;
    });
    sleep(millis(1000)).await;
    call_back.cancel();
    tour.await.unwrap();
    assert_eq!(start.elapsed(), millis(3000));
}

#[tokio::test(start_paused = true)]
async fn task_tracker_with_slow_rolls() {
    let start = Instant::now();
    let bakery = TaskTracker::new();
    bakery.spawn(sleep(millis(3000)));
    let counter = bakery.clone();
    bakery.spawn(async move {
        sleep(millis(1000)).await;
        counter.spawn(sleep(millis(3000)));
    });
    bakery.close();
    bakery.wait().await;
    assert_eq!(start.elapsed(), millis(4000));
}

/// The task that listens keeps the signal from ending this process.
#[cfg(unix)]
#[test]
fn oops_ctrl_c_unheard_with_a_listener() {
    let candle = Arc::new(());
    let burning = Arc::clone(&candle);
    let paused = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build();
    let runtime = paused.unwrap();
    runtime.block_on(async {
        tokio::spawn(tokio::signal::ctrl_c());
        tokio::spawn(async move {
            let _burning = burning;
            sleep(millis(60_000)).await;
        });
        sleep(millis(1000)).await;
        event_loop::press_ctrl_c_after(Duration::ZERO).await;
    });
    assert_eq!(Arc::strong_count(&candle), 2);
    drop(runtime);
    assert_eq!(Arc::strong_count(&candle), 1);
}

#[tokio::test(start_paused = true)]
async fn oops_loop_in_loop_with_an_await() {
    async fn price() -> u32 {
        sleep(millis(1000)).await;
        4
    }
    let start = Instant::now();
    let asked = tokio::spawn(async { price().await }).await;
    assert!(asked.is_ok());
    assert_eq!(start.elapsed(), millis(1000));
}
