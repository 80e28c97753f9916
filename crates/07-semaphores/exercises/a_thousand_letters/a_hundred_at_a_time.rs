//! A hundred tasks at a time, of which four are at work.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

// given
static ANSWERED: AtomicU32 = AtomicU32::new(0);
static AT_WORK: Gauge = Gauge::new();

async fn answer() {
    let _at_work = AT_WORK.enter();
    assert!(AT_WORK.inside() <= 4, "there are four clerks, not five");
    sleep(Duration::from_millis(10)).await;
    ANSWERED.fetch_add(1, Ordering::Relaxed);
}
// end

fn main() {
    classroom::run(async {
        let clerks = Arc::new(Semaphore::new(4));
        for _ in 0..10 {
            let mut letters = JoinSet::new();
            for _ in 0..100 {
                let clerks = Arc::clone(&clerks);
                letters.spawn(async move {
                    let _permit = clerks.acquire().await.expect("it is never closed");
                    answer().await;
                });
            }
            letters.join_all().await;
        }
        println!("{} letters answered", ANSWERED.load(Ordering::Relaxed));
    });
}
