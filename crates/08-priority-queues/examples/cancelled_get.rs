//! A get that is dropped while it waits takes no item with it.
//!
//! Tutorial: none
//! Look for: two gets give up, and the parcel that comes later is not lost.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::{sleep, timeout};

fn main() {
    classroom::run(async {
        let queue = Arc::new(PriorityQueue::new(0));
        let postman = Arc::clone(&queue);
        tokio::spawn(async move {
            sleep(Duration::from_millis(500)).await;
            println!("a parcel is put"); // the postman's timer fired
            let put = postman.put((1, "parcel")).await;
            put.expect("the queue is never shut down");
        });
        loop {
            match timeout(Duration::from_millis(200), queue.get()).await {
                Ok(got) => {
                    let (_, parcel) = got.expect("the queue is never shut down");
                    println!("got the {parcel}"); // put has woken the third get
                    break;
                }
                // the limit has passed, and this get was dropped
                Err(_elapsed) => println!("nothing yet"),
            }
        }
    });
}
