//! Spawns the last letters, and does not wait for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
use tokio::sync::Semaphore;
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
        for _ in 0..1000 {
            let permit = Arc::clone(&clerks).acquire_owned().await;
            let permit = permit.expect("it is never closed");
            tokio::spawn(async move {
                answer().await;
                drop(permit);
            });
        }
        println!("{} letters answered", ANSWERED.load(Ordering::Relaxed));
    });
}
