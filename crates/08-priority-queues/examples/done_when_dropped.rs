//! A guard calls task_done on every way out.
//!
//! Tutorial: none
//! Look for: the broken vase leaves the loop body early, and join returns all the same.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::timeout;

type Parcels = PriorityQueue<u32, &'static str>;

struct DoneWhenDropped<'a>(&'a Parcels);

impl Drop for DoneWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.task_done().expect("one guard for each get");
    }
}

async fn deliver(queue: Arc<Parcels>) {
    while let Ok((_, parcel)) = queue.get().await {
        let _done = DoneWhenDropped(&queue);
        if parcel == "vase" {
            println!("{parcel}: broken, sent back"); // continue drops the guard
            continue;
        }
        println!("{parcel}: delivered"); // the guard is dropped next
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
        println!("joined: {}", joined.is_ok()); // the third guard has woken main
    });
}
