//! stop() ends the loop after the present turn; timers that are left never fire.
//!
//! Tutorial: 001-8v-stoploop
//! Look for: two lines, and the end at 0.00. Three timers had been set.
//! Uses: look-alike

use std::time::Duration;

use call_later::Loop;
use classroom::println;

fn callback(sleep_times: u64) {
    println!("sleep {sleep_times} success"); // called in the first turn, like stop
}

fn stoploop(event_loop: &Loop) {
    event_loop.stop();
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        let now = event_loop.time();
        println!("{:.2}", now.as_secs_f64()); // the loop does not run yet
        for seconds in [2, 1, 3] {
            let when = now + Duration::from_secs(seconds);
            event_loop.call_at(when, move |_loop| callback(seconds));
        }
        event_loop.call_soon(|_loop| callback(4));
        event_loop.call_soon(stoploop);
        event_loop.run_forever().await.expect("it is not closed");
        // The loop is dropped here, and the timers with it. No error says so.
    });
}
