//! A get that ran out of time takes no item with it.
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
            println!("a parcel is put"); // the postman's sleep is over
            let put = postman.put((1, "parcel")).await;
            put.expect("nobody shuts this queue down");
        });
        loop {
            match timeout(Duration::from_millis(200), queue.get()).await {
                Ok(got) => {
                    let (_, parcel) = got.expect("nobody shuts this queue down");
                    println!("got the {parcel}"); // the get of this round was waiting
                    break;
                }
                // The time is over, and so this get was dropped.
                Err(_elapsed) => println!("nothing yet"),
            }
        }
    });
}
