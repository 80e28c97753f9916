//! Asks both channels whether there is a job, and sleeps in between.

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
    while !(urgent.is_closed() && urgent.is_empty() && others.is_empty()) {
        match urgent.try_recv().or_else(|_| others.try_recv()) {
            Ok(job) => repair(job).await,
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
    println!("the workshop is closed");
}
