//! A DelayQueue holds values until their time: timers for one task that waits for all.
//!
//! Tutorial: none
//! Look for: Ann's session was to end first, and ends last. Ben's is never over.

use std::time::Duration;

use classroom::println;
use futures::StreamExt;
use tokio_util::time::DelayQueue;

fn main() {
    classroom::run(async {
        let mut sessions = DelayQueue::new();
        let ann = sessions.insert("Ann", Duration::from_secs(1));
        let ben = sessions.insert("Ben", Duration::from_secs(2));
        sessions.insert("Cleo", Duration::from_secs(3));

        // Ann is back: she gets new time. Ben has logged out: his timer goes.
        sessions.reset(&ann, Duration::from_secs(4));
        let name = sessions.remove(&ben).into_inner();
        println!("{name} logged out"); // the queue gives back what it held

        while let Some(expired) = sessions.next().await {
            let name = expired.into_inner();
            println!("the session of {name} is over"); // its deadline has come
        }
        println!("nobody is here"); // the queue is empty, so next() returned None
    });
}
