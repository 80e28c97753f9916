//! Without `else`, `select!` panics when both channels are closed.

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

async fn work(mut urgent: Receiver<&str>, mut others: Receiver<&str>) {
    loop {
        let job = tokio::select! {
            biased;
            Some(job) = urgent.recv() => job,
            Some(job) = others.recv() => job,
        };
        repair(job).await;
    }
}

fn main() {
    classroom::run(async {
        let (urgent_sender, urgent) = mpsc::channel(8);
        let (other_sender, others) = mpsc::channel(8);
        let workshop = tokio::spawn(work(urgent, others));
        for job in ["chair", "table", "shelf"] {
            let sent = other_sender.send(job).await;
            sent.expect("the workshop takes jobs");
        }
        sleep(Duration::from_millis(50)).await;
        for job in ["brake", "boiler"] {
            let sent = urgent_sender.send(job).await;
            sent.expect("the workshop takes jobs");
        }
        drop((urgent_sender, other_sender));
        workshop.await.expect("the workshop does not panic");
    });
}
