//! No flood
//!
//! A well fills a bucket in 20 ms, and main empties one in 100 ms, so the full buckets
//! pile up. Make sure that never more than three buckets are filled and not yet
//! emptied, wherever they are. The last bucket must be emptied as early as before.

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
        let (sender, mut buckets) = mpsc::unbounded_channel();
        let well = tokio::spawn(async move {
            for bucket in 1..=7 {
                fill(bucket).await;
                let sent = sender.send(bucket);
                sent.expect("main takes buckets");
            }
        });
        while let Some(bucket) = buckets.recv().await {
            empty(bucket).await;
        }
        well.await.expect("the well does not panic");
    });
}
