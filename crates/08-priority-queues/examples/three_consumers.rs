//! With three consumers, the order of the answers is the network's.
//!
//! Tutorial: 001-15v-three-consumers
//! Look for: 31 before 20, though both were asked for at 0.00. `--seed 195` is another
//!   network.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use tokio::time::sleep;

type Numbers = PriorityQueue<u32, u32>;

const NUMBERS: [u32; 7] = [19, 31, 63, 20, 83, 82, 40];

/// The time it takes is random, for each number.
async fn fetch(number: u32) -> u32 {
    let seed = classroom::seed(234).wrapping_add(number.into());
    let mut network = Xoshiro256PlusPlus::seed_from_u64(seed);
    sleep(Duration::from_millis(50 * network.random_range(1..20))).await;
    number
}

async fn consume(queue: Arc<Numbers>) {
    while let Ok((number, _)) = queue.get().await {
        let answer = fetch(number).await;
        println!("consuming {answer}..."); // the next answer to arrive
        queue.task_done().expect("once for each get");
    }
}

fn main() {
    classroom::run(async {
        let queue = Arc::new(Numbers::new(0));
        let consumers = [(); 3].map(|()| tokio::spawn(consume(Arc::clone(&queue))));
        for number in NUMBERS {
            println!("producing {number}"); // no put has had to wait
            let put = queue.put((number, number)).await;
            put.expect("the queue is never shut down");
        }
        queue.join().await;
        for consumer in consumers {
            consumer.abort();
        }
    });
}
