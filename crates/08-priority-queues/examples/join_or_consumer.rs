//! Wait for the queue and for its consumer, in one select!.
//!
//! Tutorial: none
//! Look for: the error comes at once, with the number that the consumer had taken.
//! Uses: look-alike

use std::sync::Arc;

use classroom::println;
use priority_queues::PriorityQueue;

type Numbers = PriorityQueue<u32, u32>;

async fn fetch(number: u32) -> Result<u32, String> {
    match number {
        56 => Err(format!("no answer for {number}")),
        _ => Ok(number),
    }
}

async fn consume(queue: Arc<Numbers>) -> Result<(), String> {
    while let Ok((number, _)) = queue.get().await {
        let answer = fetch(number).await?;
        println!("consuming {answer}..."); // smaller than 56, and fetched
        queue.task_done().expect("once for each get");
    }
    Ok(())
}

fn main() {
    classroom::run(async {
        let queue = Arc::new(Numbers::new(0));
        let mut consumer = tokio::spawn(consume(Arc::clone(&queue)));
        for number in [74, 3, 67, 56, 72, 1, 90] {
            let put = queue.put_nowait((number, number));
            put.expect("there is room for any number");
        }
        tokio::select! {
            ended = &mut consumer => {
                let result = ended.expect("the consumer does not panic");
                println!("consumer ended: {result:?}"); // the consumer ended first
            }
            () = queue.join() => println!("all done"), // never printed: one has failed
        }
    });
}
