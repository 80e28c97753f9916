//! Brakes first
//!
//! A workshop has a channel for urgent repairs and one for all others. The chair, which
//! is not urgent, waits in vain until the last urgent job is done. Repair an urgent job
//! before all others, but never wait for one while another job is there. A repair that
//! has begun is not interrupted. The workshop closes when the last job is done and no
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

fn main() {
    classroom::run(async {
        let (urgent_sender, urgent) = mpsc::channel(8);
        let (other_sender, others) = mpsc::channel(8);
        let workshop = tokio::spawn(work(urgent, others));
        for job in ["chair", "table", "shelf"] {
            other_sender.try_send(job).expect("there is room");
        }
        sleep(Duration::from_millis(150)).await;
        for job in ["brake", "boiler"] {
            urgent_sender.try_send(job).expect("there is room");
        }
        sleep(Duration::from_millis(380)).await;
        other_sender.try_send("lamp").expect("there is room");
        drop((urgent_sender, other_sender));
        workshop.await.expect("the workshop does not panic");
    });
}
// end

async fn work(mut urgent: Receiver<&str>, mut others: Receiver<&str>) {
    while let Some(job) = urgent.recv().await {
        repair(job).await;
    }
    while let Some(job) = others.recv().await {
        repair(job).await;
    }
    println!("the workshop is closed");
}
