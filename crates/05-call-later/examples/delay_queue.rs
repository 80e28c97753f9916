//! A DelayQueue holds values until their deadlines, for one task.
//!
//! Tutorial: none
//! Look for: Ann's session should end first, and ends last. Ben's never ends.

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

        // Ann is back: a new deadline. Ben has logged out: none.
        sessions.reset(&ann, Duration::from_secs(4));
        let name = sessions.remove(&ben).into_inner();
        println!("{name} logged out"); // remove has returned the value

        while let Some(expired) = sessions.next().await {
            let name = expired.into_inner();
            println!("the session of {name} is over"); // its deadline has passed
        }
        println!("all have left"); // next has returned None
    });
}
