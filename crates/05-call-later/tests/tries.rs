//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note, in virtual time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use call_later::Loop;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, sleep_until, timeout};

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[tokio::test(start_paused = true)]
async fn spawn_and_sleep_until_with_equal_deadlines() {
    let now = Instant::now();
    let mut ends = Vec::new();
    let timers = [2, 1, 2].map(|seconds| {
        tokio::spawn(async move {
            sleep_until(now + Duration::from_secs(seconds)).await;
            now.elapsed().as_secs()
        })
    });
    for timer in timers {
        ends.push(timer.await.unwrap());
    }
    assert_eq!(ends, [2, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn sleep_counts_from_the_call_with_a_late_main() {
    let start = Instant::now();
    let egg = sleep(millis(3000));
    sleep(millis(4000)).await;
    egg.await;
    assert_eq!(start.elapsed(), millis(4000));
}

#[tokio::test(start_paused = true)]
async fn abort_timer_later() {
    let start = Instant::now();
    let alarm = tokio::spawn(sleep(millis(3000)));
    sleep(millis(2500)).await;
    alarm.abort();
    assert!(alarm.await.unwrap_err().is_cancelled());
    assert_eq!(start.elapsed(), millis(2500));
}

#[tokio::test(start_paused = true)]
async fn timeout_drops_or_leaves_with_a_longer_limit() {
    let sign = || sleep(millis(300));
    let mut uwe = tokio::spawn(sign());
    let in_time = [
        timeout(millis(400), sign()).await.is_ok(),
        timeout(millis(400), &mut uwe).await.is_ok(),
        timeout(millis(400), tokio::spawn(sign())).await.is_ok(),
    ];
    assert_eq!(in_time, [true; 3]);
}

#[tokio::test(start_paused = true)]
async fn missed_ticks_with_less_work() {
    let start = Instant::now();
    let mut interval = interval(millis(1000));
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut times = Vec::new();
    for tick in 0..4 {
        interval.tick().await;
        times.push(start.elapsed().as_millis());
        if tick == 1 {
            sleep(millis(1500)).await;
        }
    }
    assert_eq!(times, [0, 1000, 2500, 3500]);
}

#[tokio::test(start_paused = true)]
async fn timers_by_deadline_in_another_order() {
    let event_loop = Loop::new();
    let called = Arc::new(Mutex::new(Vec::new()));
    for seconds in [3, 2, 1] {
        let called = Arc::clone(&called);
        let when = event_loop.time() + Duration::from_secs(seconds);
        event_loop.call_at(when, move |_loop| {
            called.lock().expect("no holder panics").push(seconds);
        });
    }
    event_loop.call_at(event_loop.time() + millis(4000), Loop::stop);
    event_loop.run_forever().await.unwrap();
    assert_eq!(*called.lock().expect("no holder panics"), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn oops_timer_restarts_with_less_patience() {
    let (sender, mut messages) = mpsc::channel(8);
    tokio::spawn(async move {
        sleep(millis(1000)).await;
        sender.send(1).await.unwrap();
        sender.closed().await;
    });
    let start = Instant::now();
    let read = tokio::select! {
        Some(_) = messages.recv() => 1,
        () = sleep(millis(900)) => 0,
    };
    assert_eq!((read, start.elapsed()), (0, millis(900)));
}

#[tokio::test(start_paused = true)]
async fn oops_half_a_pair_with_a_slow_lamp() {
    let (sender, mut shoes) = mpsc::channel(8);
    tokio::spawn(async move {
        sleep(millis(100)).await;
        for shoe in ["left 1", "right 1"] {
            sleep(millis(200)).await;
            sender.send(shoe).await.unwrap();
        }
    });
    let start = Instant::now();
    let pair = async { (shoes.recv().await.unwrap(), shoes.recv().await.unwrap()) };
    let both = tokio::select! {
        both = pair => both,
        () = sleep(millis(600)) => unreachable!("the lamp blinks later"),
    };
    assert_eq!(both, ("left 1", "right 1"));
    assert_eq!(start.elapsed(), millis(500));
}
