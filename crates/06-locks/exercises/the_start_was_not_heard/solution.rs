//! A watch keeps its value, for those who look at it later.

use std::time::Duration;

use classroom::println;
use tokio::sync::watch;
use tokio::time::sleep;

// given
/// Takes 70, 130, 190 or 250 ms; with another seed, other runners are late.
async fn walk_to_the_line(runner: u64) {
    let ms = 70 + 60 * ((runner + classroom::seed(0)) % 4);
    sleep(Duration::from_millis(ms)).await;
}
// end

async fn run(runner: u64, mut start: watch::Receiver<bool>) {
    walk_to_the_line(runner).await;
    let started = start.wait_for(|started| *started).await;
    started.expect("main keeps the sender");
    println!("runner {runner}: runs");
}

fn main() {
    classroom::run(async {
        let (starter, start) = watch::channel(false);
        let runners =
            [1, 2, 3, 4].map(|runner| tokio::spawn(run(runner, start.clone())));
        sleep(Duration::from_millis(100)).await;
        println!("go");
        starter.send_replace(true);
        for runner in runners {
            runner.await.expect("a runner does not panic");
        }
    });
}
