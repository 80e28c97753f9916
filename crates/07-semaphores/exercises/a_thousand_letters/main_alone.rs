//! Main answers one letter after another.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
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
        for _ in 0..1000 {
            answer().await;
        }
        println!("{} letters answered", ANSWERED.load(Ordering::Relaxed));
    });
}
