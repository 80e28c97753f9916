//! Brakes first
//!
//! A workshop repairs what it gets in the order in which it comes. A brake and a boiler
//! come last, and both are urgent: repair them before all that still waits. A repair
//! that has begun is not interrupted. When all is repaired and nothing more can come,
//! the workshop closes by itself. It is graded with four seeds, so luck does not help.

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
