//! Leaves a bucket out if the channel has no place for it.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

// given
async fn fill(bucket: u32) {
    sleep(Duration::from_millis(20)).await;
    println!("bucket {bucket} is filled");
}

async fn empty(bucket: u32) {
    sleep(Duration::from_millis(100)).await;
    println!("bucket {bucket} is emptied");
}
// end

fn main() {
    classroom::run(async {
        let (sender, mut buckets) = mpsc::channel(1);
        let well = tokio::spawn(async move {
            for bucket in 1..=7 {
                if let Ok(place) = sender.try_reserve() {
                    fill(bucket).await;
                    place.send(bucket);
                }
            }
        });
        while let Some(bucket) = buckets.recv().await {
            empty(bucket).await;
        }
        well.await.expect("the well does not panic");
    });
}
