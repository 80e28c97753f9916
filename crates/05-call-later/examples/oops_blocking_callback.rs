//! Oops: a callback that blocks makes every timer late.
//!
//! Tutorial: 001-8v-blocking-sleep
//! Look for: the timers were set for 0.1, 0.2 and 0.3, and come at 0.5, 0.7 and 1.0.
//! Clock: real
//! Uses: look-alike

use std::thread;
use std::time::Duration;

use call_later::Loop;
use classroom::println;

#[expect(
    clippy::disallowed_methods,
    reason = "the blocking sleep is what this example shows"
)]
fn callback(sleep_times: u64) {
    // Tenths of a second, where the tutorial has seconds.
    thread::sleep(Duration::from_millis(sleep_times * 100));
    println!("sleep {sleep_times} success"); // this callback has blocked the thread
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        let now = event_loop.time();
        println!("{:.2}", now.as_secs_f64()); // the loop does not run yet
        for tenths in [2, 1, 3] {
            let when = now + Duration::from_millis(tenths * 100);
            event_loop.call_at(when, move |_loop| callback(tenths));
        }
        event_loop.call_soon(|_loop| callback(4));
        event_loop.call_at(now + Duration::from_millis(400), Loop::stop);
        event_loop.run_forever().await.expect("it is not closed");
    });
}
