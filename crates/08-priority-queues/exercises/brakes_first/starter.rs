//! Brakes first
//!
//! A workshop repairs its jobs in the order in which they come. A brake and a boiler
//! come last, and both are urgent: repair them before everything that still waits, but
//! do not interrupt a repair. The workshop closes when the last job is done and no
//! other can come. The grader tries four seeds, so luck does not help.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::sleep;

// given
async fn repair(job: &str) {
    sleep(Duration::from_millis(100)).await;
    println!("{job} repaired");
}
// end

async fn work(mut jobs: Receiver<&str>) {
    while let Some(job) = jobs.recv().await {
        repair(job).await;
    }
    println!("the workshop is closed");
}

fn main() {
    classroom::run(async {
        let (sender, jobs) = mpsc::channel(8);
        let workshop = tokio::spawn(work(jobs));
        for job in ["chair", "table", "shelf"] {
            let sent = sender.send(job).await;
            sent.expect("the workshop takes jobs");
        }
        sleep(Duration::from_millis(50)).await;
        for job in ["brake", "boiler"] {
            let sent = sender.send(job).await;
            sent.expect("the workshop takes jobs");
        }
        drop(sender);
        workshop.await.expect("the workshop does not panic");
    });
}
