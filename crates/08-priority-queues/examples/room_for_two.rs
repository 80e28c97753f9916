//! A queue with room for two sorts only what is in it.
//!
//! Tutorial: none
//! Look for: 31 is consumed before 20. When the consumer took it, 20 was still outside.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::sleep;

async fn consume(queue: Arc<PriorityQueue<u32, u32>>) {
    while let Ok((number, _)) = queue.get().await {
        sleep(Duration::from_millis(100)).await;
        println!("consuming {number}..."); // the smallest when it was taken
        queue.task_done().expect("once for each get");
    }
}

fn main() {
    classroom::run(async {
        let queue = Arc::new(PriorityQueue::new(2));
        let consumer = tokio::spawn(consume(Arc::clone(&queue)));
        for number in [19, 31, 63, 20, 83, 82, 40] {
            let put = queue.put((number, number)).await;
            put.expect("the queue is never shut down");
            println!("produced {number}"); // put has returned: it is in the queue
        }
        queue.join().await;
        consumer.abort();
    });
}
