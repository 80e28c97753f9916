//! The nowait methods return an error instead of waiting.
//!
//! Tutorial: none
//! Look for: three refusals, and no waiting: there is no other task that could help.
//! Uses: look-alike

use classroom::println;
use priority_queues::{GetNowaitError, PriorityQueue, PutNowaitError};

fn main() {
    classroom::run(async {
        let counter = PriorityQueue::new(2);
        for (priority, dish) in [(2, "soup"), (1, "salad"), (3, "fish")] {
            match counter.put_nowait((priority, dish)) {
                Ok(()) => println!("{dish}: on the counter"), // there was a place
                Err(PutNowaitError::Full((_, dish))) => {
                    println!("{dish}: no place"); // both are taken; the dish comes back
                }
                Err(PutNowaitError::ShutDown(_)) => {
                    unreachable!("never shut down")
                }
            }
        }
        for _ in 0..4 {
            match counter.get_nowait() {
                Ok((_, dish)) => println!("{dish}: served"), // the smaller number first
                Err(GetNowaitError::Empty) => {
                    println!("nothing to serve"); // get would wait forever
                }
                Err(GetNowaitError::ShutDown) => unreachable!("never shut down"),
            }
        }
    });
}
