//! Many workers share one channel, and end when the last sender is gone.
//!
//! Tutorial: none
//! Look for: no join and no task_done. Main waits for the workers.

use std::time::Duration;

use async_channel::Receiver;
use classroom::println;
use tokio::time::sleep;

async fn work(name: &'static str, photos: Receiver<u32>, millis: u64) {
    // recv fails once the channel is empty and its last sender is dropped.
    while let Ok(photo) = photos.recv().await {
        sleep(Duration::from_millis(millis)).await;
        println!("{name}: photo {photo}"); // the timer fired
    }
    println!("{name}: done"); // recv has failed: empty, and no sender
}

fn main() {
    classroom::run(async {
        let (sender, photos) = async_channel::bounded(10);
        // Unlike a receiver of tokio's mpsc, this one can be cloned.
        let workers = [("quick", 200), ("steady", 330)]
            .map(|(name, millis)| tokio::spawn(work(name, photos.clone(), millis)));
        for photo in 1..=5 {
            let sent = sender.send(photo).await;
            sent.expect("the workers hold the receivers");
        }
        drop(sender);
        for worker in workers {
            worker.await.expect("no worker panics");
        }
        println!("all photos done"); // both workers have ended
    });
}
