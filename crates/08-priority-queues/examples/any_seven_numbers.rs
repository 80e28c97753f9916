//! Whatever the numbers, they come out smallest first.
//!
//! Tutorial: 001-15-priority-queue
//! Look for: other numbers with `--seed 2`, sorted all the same; and the semaphore,
//!   for which the consumer never waits.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::index::sample;
use tokio::sync::Semaphore;
use tokio::time::sleep;

async fn fetch(number: usize) -> usize {
    sleep(Duration::from_millis(100)).await;
    number
}

async fn consume(queue: Arc<PriorityQueue<usize, usize>>, requests: Semaphore) {
    while let Ok((number, _)) = queue.get().await {
        // The tutorial allows three at a time; one consumer makes one at a time.
        let permit = requests.acquire().await.expect("it is never closed");
        let answer = fetch(number).await;
        drop(permit);
        println!("consuming {answer}..."); // everything smaller has been consumed
        queue.task_done().expect("once for each get");
    }
}

fn main() {
    classroom::run(async {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(classroom::seed(1));
        let queue = Arc::new(PriorityQueue::new(0));
        let consumer = tokio::spawn(consume(Arc::clone(&queue), Semaphore::new(3)));
        for number in sample(&mut rng, 100, 7) {
            println!("producing {number}"); // random; no put has had to wait
            let put = queue.put((number, number)).await;
            put.expect("the queue is never shut down");
        }
        queue.join().await;
        consumer.abort();
    });
}
