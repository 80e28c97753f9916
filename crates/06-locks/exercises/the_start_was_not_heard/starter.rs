//! The start was not heard
//!
//! Four runners walk to the line and wait for the start, which comes at 0.10. Three of
//! them reach the line after that: the start is lost on them, and they wait forever.
//! Let the one at the line run at 0.10, and each of the others as soon as it reaches
//! the line.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Notify;
use tokio::time::sleep;

// given
/// Takes 70, 130, 190 or 250 ms; with another seed, other runners are late.
async fn walk_to_the_line(runner: u64) {
    let ms = 70 + 60 * ((runner + classroom::seed(0)) % 4);
    sleep(Duration::from_millis(ms)).await;
}
// end

async fn run(runner: u64, start: Arc<Notify>) {
    walk_to_the_line(runner).await;
    start.notified().await;
    println!("runner {runner}: runs");
}

fn main() {
    classroom::run(async {
        let start = Arc::new(Notify::new());
        let runners =
            [1, 2, 3, 4].map(|runner| tokio::spawn(run(runner, Arc::clone(&start))));
        sleep(Duration::from_millis(100)).await;
        println!("go");
        start.notify_waiters();
        for runner in runners {
            runner.await.expect("a runner does not panic");
        }
    });
}
