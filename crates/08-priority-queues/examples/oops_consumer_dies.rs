//! Oops: the consumer has ended with an error, and join waits forever.
//!
//! Tutorial: 001-15-priority-queue
//! Look for: no error anywhere. Only the timeout, which the tutorial does not have,
//!   ends the program.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::timeout;

type Numbers = PriorityQueue<u32, u32>;

async fn fetch(_number: u32) -> Result<u32, &'static str> {
    Err("the site refuses to answer")
}

async fn consume(queue: Arc<Numbers>) -> Result<(), &'static str> {
    while let Ok((number, _)) = queue.get().await {
        let answer = fetch(number).await?; // ends the task; the error is its result
        println!("consuming {answer}..."); // never printed: no number was fetched
        queue.task_done().expect("once for each get");
    }
    Ok(())
}

fn main() {
    classroom::run(async {
        let queue = Arc::new(Numbers::new(0));
        let _consumer = tokio::spawn(consume(Arc::clone(&queue)));
        for number in [74, 3, 67, 56, 72, 1, 90] {
            println!("producing {number}"); // no put has had to wait
            let put = queue.put((number, number)).await;
            put.expect("the queue is never shut down");
        }
        if timeout(Duration::from_secs(2), queue.join()).await.is_err() {
            // the limit has passed; the consumer took one
            println!("no end after 2 s, {} numbers left", queue.qsize());
        }
    });
}
