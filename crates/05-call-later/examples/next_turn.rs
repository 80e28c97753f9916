//! What a callback adds is called in the next turn, however soon it is due.
//!
//! Tutorial: none
//! Look for: the second guest is seated before the soup of the first one is served.
//! Uses: look-alike

use std::time::Duration;

use call_later::Loop;
use classroom::println;

fn take_order(event_loop: &Loop) {
    println!("the first guest orders"); // first in the queue of the first turn
    event_loop.call_later(Duration::ZERO, |event_loop| {
        println!("the bill is printed"); // due at once, but after call_soon
        event_loop.stop();
    });
    event_loop.call_soon(|_loop| {
        println!("the soup is served"); // added in the first turn
    });
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        let event_loop = Loop::new();
        event_loop.call_soon(take_order);
        event_loop.call_soon(|_loop| {
            println!("the second guest sits down"); // queued before the turn began
        });
        event_loop.run_forever().await.expect("it is not closed");
    });
}
