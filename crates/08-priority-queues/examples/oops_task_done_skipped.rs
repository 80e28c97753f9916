//! Oops: task_done is skipped for one parcel, and join waits forever.
//!
//! Tutorial: none
//! Look for: all three parcels are dealt with, nothing is left, and join still waits.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::timeout;

async fn deliver(queue: Arc<PriorityQueue<u32, &'static str>>) {
    while let Ok((_, parcel)) = queue.get().await {
        if parcel == "vase" {
            println!("{parcel}: broken, sent back"); // continue skips task_done
            continue;
        }
        println!("{parcel}: delivered"); // task_done is next
        queue.task_done().expect("once for each get");
    }
}

fn main() {
    classroom::run(async {
        let queue = Arc::new(PriorityQueue::new(0));
        tokio::spawn(deliver(Arc::clone(&queue)));
        for parcel in [(1, "book"), (2, "vase"), (3, "shoes")] {
            queue
                .put_nowait(parcel)
                .expect("there is room for any number");
        }
        let joined = timeout(Duration::from_secs(1), queue.join()).await;
        println!("joined: {}", joined.is_ok()); // the limit of a second has passed
        println!("left in the queue: {}", queue.qsize()); // all three were taken
    });
}
