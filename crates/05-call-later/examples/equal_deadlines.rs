//! Timers with the same deadline fire in the order in which they were set.
//!
//! Tutorial: none
//! Look for: ten numbers in order. In Python they are not.
//! Twin: none, because CPython prints 0 2 6 5 9 8 7 1 3 4: its heap compares the
//!   deadlines alone
//! Uses: look-alike

use std::sync::mpsc;
use std::time::Duration;

use call_later::Loop;
use classroom::println;

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        let when = event_loop.time() + Duration::from_millis(50);
        let (tell, order) = mpsc::channel();
        for number in 0..10 {
            let tell = tell.clone();
            event_loop.call_at(when, move |_loop| {
                tell.send(number.to_string()).expect("main still listens");
            });
        }
        event_loop.call_at(when, Loop::stop); // set last, and so called last
        event_loop.run_forever().await.expect("it is not closed");
        let order = order.try_iter().collect::<Vec<_>>();
        // equal deadlines: called in the order in which they were set
        println!("{}", order.join(" "));
    });
}
