//! A timer fires once; to repeat, it sets the next one.
//!
//! Tutorial: none
//! Look for: the strokes come at full seconds: each is counted from the last deadline.
//! Uses: look-alike

use std::time::Duration;

use call_later::Loop;
use classroom::println;

const PERIOD: Duration = Duration::from_secs(1);
const STROKES: u32 = 3;

fn strike(event_loop: &Loop, when: Duration, stroke: u32) {
    println!("the bell strikes {stroke}"); // one period after the last deadline
    if stroke == STROKES {
        event_loop.stop();
        return;
    }
    // Not from the present time: whatever a stroke is late would be added to the next.
    let next = when + PERIOD;
    event_loop.call_at(next, move |event_loop| strike(event_loop, next, stroke + 1));
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        let first = event_loop.time() + PERIOD;
        println!("the clock is wound up"); // the loop does not run yet
        event_loop.call_at(first, move |event_loop| strike(event_loop, first, 1));
        event_loop.run_forever().await.expect("it is not closed");
    });
}
