//! An immediate shutdown drops what is in the queue; join waits for work in hand.
//!
//! Tutorial: none
//! Look for: two letters are never sorted, and join returns with the one in hand.
//! Twin: none, because asyncio's queues have had a shutdown only since Python 3.13
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::sleep;

async fn sort_letters(queue: Arc<PriorityQueue<u32, u32>>) {
    while let Ok((_, letter)) = queue.get().await {
        sleep(Duration::from_millis(200)).await;
        println!("letter {letter}: sorted"); // was taken before the fire
        queue.task_done().expect("once for each get");
    }
    println!("sorter: nothing left"); // the queue is shut down, and empty
}

fn main() {
    classroom::run(async {
        let queue = Arc::new(PriorityQueue::new(0));
        let sorter = tokio::spawn(sort_letters(Arc::clone(&queue)));
        for letter in 1..=3 {
            let put = queue.put_nowait((letter, letter));
            put.expect("there is room for any number");
        }
        sleep(Duration::from_millis(100)).await;
        println!("fire! {} letters dropped", queue.qsize()); // one is in hand
        queue.shutdown_immediate();
        queue.join().await;
        println!("joined"); // the dropped letters count as done, and so does the last
        sorter.await.expect("the sorter does not panic");
    });
}
