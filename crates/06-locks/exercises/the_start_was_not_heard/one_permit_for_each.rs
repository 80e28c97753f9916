//! Calls `notify_one` once for each runner, but only one permit is kept.

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
        for _ in 0..4 {
            start.notify_one();
        }
        for runner in runners {
            runner.await.expect("a runner does not panic");
        }
    });
}
