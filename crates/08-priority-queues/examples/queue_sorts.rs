//! Everything is put before anything is taken, and so the queue sorts.
//!
//! Tutorial: 001-15v-seeded
//! Look for: seven times "producing" before the first "consuming". The consumer's
//!   task exists, but main does not wait before `join`.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::sleep;

type Numbers = PriorityQueue<u32, u32>;

/// What Python's `random.sample(range(100), 7)` gives after `random.seed(2019)`.
const NUMBERS: [u32; 7] = [19, 31, 63, 20, 83, 82, 40];

async fn fetch(number: u32) -> u32 {
    sleep(Duration::from_millis(100)).await; // stands in for httpbin.org/get?a=19
    number
}

async fn produce(queue: &Numbers) {
    for number in NUMBERS {
        println!("producing {number}"); // no put has had to wait
        let put = queue.put((number, number)).await;
        put.expect("the queue is never shut down");
    }
}

async fn consume(queue: Arc<Numbers>) {
    while let Ok((number, _)) = queue.get().await {
        let answer = fetch(number).await;
        println!("consuming {answer}..."); // the smallest when it was taken
        queue.task_done().expect("once for each get");
    }
}

fn main() {
    classroom::run(async {
        let queue = Arc::new(PriorityQueue::new(0));
        let consumer = tokio::spawn(consume(Arc::clone(&queue)));
        produce(&queue).await;
        queue.join().await;
        // It waits for an eighth number, and would do so forever.
        consumer.abort();
    });
}
