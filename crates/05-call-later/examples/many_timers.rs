//! A hundred thousand timers are one list, one task, and one alarm.
//!
//! Tutorial: none
//! Look for: the number of tasks below the run. There is only main.
//! Uses: look-alike

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use call_later::Loop;
use classroom::println;

const TIMERS: u32 = 100_000;

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        let fired = Arc::new(AtomicU32::new(0));
        for number in 0..TIMERS {
            // Spread over two seconds, in no order.
            let delay = Duration::from_millis(u64::from(number) * 7919 % 2000);
            let fired = Arc::clone(&fired);
            event_loop.call_later(delay, move |_loop| {
                fired.fetch_add(1, Ordering::Relaxed);
            });
        }
        println!("fired: {}", fired.load(Ordering::Relaxed)); // the loop does not run
        event_loop.call_later(Duration::from_secs(3), Loop::stop);
        event_loop.run_forever().await.expect("it is not closed");
        println!("fired: {}", fired.load(Ordering::Relaxed)); // all were due by 2.00
    });
}
