//! Oops: while urgent letters keep coming, the postcard waits.
//!
//! Tutorial: none
//! Look for: when the postcard is stamped, by class and by deadline.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::sleep;

type Mail = PriorityQueue<u64, String>;

async fn stamp(queue: Arc<Mail>) {
    while let Ok((_, mail)) = queue.get().await {
        sleep(Duration::from_millis(200)).await;
        println!("{mail}"); // the smallest number when it was taken
    }
}

/// One morning: a postcard, and an urgent letter every 120 ms.
async fn morning(urgent: impl Fn(u64) -> u64, postcard: u64) {
    let queue = Arc::new(Mail::new(0));
    let clerk = tokio::spawn(stamp(Arc::clone(&queue)));
    let put = queue.put_nowait((urgent(0), "urgent 0".to_owned()));
    put.expect("there is room for any number");
    let put = queue.put_nowait((postcard, "postcard".to_owned()));
    put.expect("there is room for any number");
    for number in 1..=5 {
        sleep(Duration::from_millis(120)).await;
        let put = queue.put_nowait((urgent(number), format!("urgent {number}")));
        put.expect("there is room for any number");
    }
    queue.shutdown();
    clerk.await.expect("the clerk does not panic");
}

fn main() {
    classroom::run(async {
        println!("by class"); // every urgent letter is of class 1, the postcard of 2
        morning(|_number| 1, 2).await;
        println!("by deadline"); // the first morning is over
        // An urgent letter is due 200 ms after it came, the postcard after 500.
        morning(|number| 120 * number + 200, 500).await;
    });
}
