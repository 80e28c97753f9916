//! Oops: a callback that fails is reported on stderr; the loop goes on.
//!
//! Tutorial: none
//! Look for: the second reminder is missing, and the third one comes.
//! Uses: look-alike

use std::time::Duration;

use call_later::Loop;
use classroom::println;

fn remind(guest: Option<&str>) {
    let guest = guest.expect("the reminder needs a guest");
    println!("a reminder to {guest}"); // its deadline has passed
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        for (seconds, guest) in [(1, Some("Ann")), (2, None), (3, Some("Cleo"))] {
            let delay = Duration::from_secs(seconds);
            event_loop.call_later(delay, move |_loop| remind(guest));
        }
        event_loop.call_later(Duration::from_secs(4), Loop::stop);
        event_loop.run_forever().await.expect("it is not closed");
        println!("all reminders are out"); // main does not know of the panic
    });
}
