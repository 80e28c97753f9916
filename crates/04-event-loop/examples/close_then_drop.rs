//! A Drop cannot await: what must be awaited goes into a close method.
//!
//! Tutorial: none
//! Look for: bag 1 takes its time to be handed in; bag 2 can only be reported.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

struct Bag {
    number: u32,
    is_closed: bool,
}

impl Bag {
    fn open(number: u32) -> Bag {
        let is_closed = false;
        Bag { number, is_closed }
    }

    async fn close(mut self) {
        sleep(Duration::from_millis(200)).await;
        println!("bag {}: handed in", self.number); // the timer fired
        self.is_closed = true;
    }
}

impl Drop for Bag {
    fn drop(&mut self) {
        if !self.is_closed {
            println!("bag {}: forgotten", self.number); // dropped without close
        }
    }
}

fn main() {
    classroom::run(async {
        let first = Bag::open(1);
        let second = Bag::open(2);
        first.close().await;
        drop(second);
        println!("the office is shut"); // same poll: a drop does not wait
    });
}
