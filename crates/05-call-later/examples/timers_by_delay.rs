//! call_later is call_at with the present time added.
//!
//! Tutorial: 001-8v-call-later
//! Look for: the lines of timers_by_deadline, at the same times.
//! Uses: look-alike

use std::time::Duration;

use call_later::Loop;
use classroom::println;

fn callback(sleep_times: u64) {
    println!("sleep {sleep_times} success"); // the loop calls what is due
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        for seconds in [2, 1, 3] {
            let delay = Duration::from_secs(seconds);
            event_loop.call_later(delay, move |_loop| callback(seconds));
        }
        // the loop does not run yet
        println!("{:.2}", event_loop.time().as_secs_f64());
        event_loop.call_soon(|_loop| callback(4));
        event_loop.call_later(Duration::from_secs(4), Loop::stop);
        event_loop.run_forever().await.expect("it is not closed");
    });
}
