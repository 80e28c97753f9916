//! An empty queue is not the end of the work; join waits for the work.
//!
//! Tutorial: none
//! Look for: the queue is empty at 0.20, and join returns at 0.30.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::{Instant, sleep};

async fn sort_mail(queue: Arc<PriorityQueue<u32, &'static str>>) {
    while let Ok((_, mail)) = queue.get().await {
        println!("{mail}: taken, {} left", queue.qsize()); // get has returned it
        sleep(Duration::from_millis(100)).await;
        println!("{mail}: sorted"); // the timer fired; task_done is next
        queue.task_done().expect("once for each get");
    }
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let queue = Arc::new(PriorityQueue::new(0));
        for mail in [(3, "leaflet"), (1, "telegram"), (2, "letter")] {
            queue
                .put_nowait(mail)
                .expect("there is room for any number");
        }
        let sorter = tokio::spawn(sort_mail(Arc::clone(&queue)));
        queue.join().await;
        // three were put, and three are done
        println!("joined after {:.2} s", start.elapsed().as_secs_f64());
        sorter.abort();
    });
}
