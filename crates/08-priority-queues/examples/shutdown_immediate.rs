//! An immediate shutdown drops what is queued; join waits for what was taken.
//!
//! Tutorial: none
//! Look for: two letters are never sorted, and join waits for the one that was taken.
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
        println!("letter {letter}: sorted"); // it was taken before the fire
        queue.task_done().expect("once for each get");
    }
    println!("sorter: nothing left"); // get has failed: shut down, and empty
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
        println!("fire! {} letters dropped", queue.qsize()); // letter 1 has been taken
        queue.shutdown_immediate();
        queue.join().await;
        println!("joined"); // dropped letters count as done; letter 1 is done
        sorter.await.expect("the sorter does not panic");
    });
}
