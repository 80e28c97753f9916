//! A handle cancels its timer.
//!
//! Tutorial: none
//! Look for: the alarm was set for 3.00, and nothing comes then.
//! Uses: look-alike

use std::time::Duration;

use call_later::Loop;
use classroom::println;

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        let alarm = event_loop.call_later(Duration::from_secs(3), |_loop| {
            println!("the alarm rings"); // never printed: cancelled at 1.00
        });
        println!("set for {:.2}", alarm.when().as_secs_f64()); // the handle knows when
        println!("cancelled: {}", yes_or_no(alarm.cancelled())); // not yet
        event_loop.call_later(Duration::from_secs(1), move |_loop| {
            alarm.cancel();
            println!("awake before the alarm"); // two seconds before the alarm
            println!("cancelled: {}", yes_or_no(alarm.cancelled())); // just now
        });
        event_loop.call_later(Duration::from_secs(4), Loop::stop);
        event_loop.run_forever().await.expect("it is not closed");
        println!("breakfast"); // one second after the alarm
    });
}
