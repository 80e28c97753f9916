//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note. Threads block in real time, so a time is compared with its least value only,
//! and where a thread has to be busy, it waits for a message.

use std::sync::{Arc, Barrier, mpsc as std_mpsc};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use tokio::runtime::{Builder, Handle};
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

const TENTH: Duration = Duration::from_millis(100);

#[expect(clippy::disallowed_methods, reason = "these tests are about blocking")]
fn block(tenths: u32) {
    thread::sleep(tenths * TENTH);
}

#[tokio::test]
async fn in_a_thread_without_a_thread() {
    let start = Instant::now();
    block(3);
    sleep(TENTH).await;
    assert!(start.elapsed() >= 4 * TENTH);
}

/// All forty are on their threads at the same time, or the barrier would not open.
#[tokio::test]
async fn goods_pages_with_forty() {
    let barrier = Arc::new(Barrier::new(40));
    let calls = [(); 40].map(|()| {
        let barrier = Arc::clone(&barrier);
        spawn_blocking(move || barrier.wait())
    });
    for call in calls {
        call.await.unwrap();
    }
}

#[test]
fn rayon_primes_below_a_thousand() {
    let is_prime = |n: &u32| (2..*n).all(|divisor| !n.is_multiple_of(divisor));
    assert_eq!((2..1000u32).into_par_iter().filter(is_prime).count(), 168);
}

#[tokio::test]
async fn abort_does_nothing_after_the_end() {
    let (done, is_done) = oneshot::channel();
    let report = spawn_blocking(move || {
        done.send(()).unwrap();
        12
    });
    is_done.await.unwrap();
    while !report.is_finished() {
        tokio::task::yield_now().await;
    }
    report.abort();
    assert_eq!(report.await.unwrap(), 12);
}

/// Dropping the runtime would wait for the thread, which waits for this function.
#[test]
fn drop_waits_for_blocking_not_in_the_background() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let (may_go, waits) = std_mpsc::channel::<()>();
    let (begun, has_begun) = std_mpsc::channel();
    let press = runtime.spawn_blocking(move || {
        begun.send(()).unwrap();
        waits.recv().unwrap();
    });
    has_begun.recv().unwrap();
    runtime.shutdown_background();
    assert!(!press.is_finished());
    may_go.send(()).unwrap();
}

#[tokio::test]
async fn handle_spawn_asked_twice() {
    let start = Instant::now();
    let (sender, receiver) = oneshot::channel();
    let handle = Handle::current();
    thread::spawn(move || {
        for _ in 0..2 {
            let asked = handle.spawn(async { sleep(2 * TENTH).await });
            handle.block_on(asked).unwrap();
        }
        sender.send(()).unwrap();
    });
    receiver.await.unwrap();
    assert!(start.elapsed() >= 4 * TENTH);
}

#[tokio::test]
async fn channel_into_the_loop_with_a_slow_main() {
    let start = Instant::now();
    let (sender, mut readings) = mpsc::channel(1);
    thread::spawn(move || {
        for degrees in [20, 21, 22] {
            block(1);
            sender.blocking_send(degrees).unwrap();
        }
    });
    let mut last = Duration::ZERO;
    while readings.recv().await.is_some() {
        last = start.elapsed();
        sleep(2 * TENTH).await;
    }
    assert!(last >= 5 * TENTH);
}

#[tokio::test(start_paused = true)]
async fn coro_threadsafe_with_three_jobs() {
    let start = tokio::time::Instant::now();
    for job in [6, 3, 6].map(|x| tokio::spawn(sleep(x * TENTH))) {
        job.await.unwrap();
    }
    assert_eq!(start.elapsed(), 6 * TENTH);
}

/// The books are closed by the heart: they would wait forever if it could not beat.
#[tokio::test]
async fn oops_blocking_work_in_a_task_on_a_thread() {
    let (fourth_beat, closing) = std_mpsc::channel();
    let heart = tokio::spawn(async move {
        for _ in 0..4 {
            sleep(TENTH / 10).await;
        }
        fourth_beat.send(()).unwrap();
    });
    spawn_blocking(move || closing.recv().unwrap())
        .await
        .unwrap();
    heart.await.unwrap();
}

/// The task is made, but main returns before it waits.
#[test]
fn oops_spawn_from_a_thread_with_a_handle() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let (delivered, mut is_delivered) = oneshot::channel();
    let ended = runtime.block_on(async {
        let handle = Handle::current();
        thread::spawn(move || {
            handle.spawn(async { delivered.send(()) });
        })
        .join()
    });
    assert!(ended.is_ok());
    drop(runtime);
    assert!(is_delivered.try_recv().is_err());
}
