//! Oops: one parcel took the way round task_done, and join waits for ever.
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
            println!("{parcel}: broken, sent back"); // and on to the next parcel
            continue; // task_done stands below, and this goes past it
        }
        println!("{parcel}: delivered"); // in order of its number
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
        println!("joined: {}", joined.is_ok()); // a second has passed
        println!("left in the queue: {}", queue.qsize()); // all were taken long ago
    });
}
