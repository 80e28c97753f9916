//! Timers fire by deadline, and call_soon comes before them all.
//!
//! Tutorial: 001-8-call-at
//! Look for: 4 was registered last and is called first. Then come 1, 2 and 3.
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
        let now = event_loop.time();
        // the loop's clock begins with the loop
        println!("{:.2}", now.as_secs_f64());
        for seconds in [2, 1, 3] {
            let when = now + Duration::from_secs(seconds);
            event_loop.call_at(when, move |_loop| callback(seconds));
        }
        event_loop.call_soon(|_loop| callback(4));
        // The tutorial's loop runs until Ctrl-C. Here a last timer stops it.
        event_loop.call_at(now + Duration::from_secs(4), Loop::stop);
        event_loop.run_forever().await.expect("it is not closed");
    });
}
