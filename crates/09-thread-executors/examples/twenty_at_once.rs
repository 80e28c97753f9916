//! tokio's own pool has a thread for each of twenty calls.
//!
//! Tutorial: none
//! Look for: it ends. With nineteen threads, none would pass the barrier.
//! Clock: real

use std::sync::{Arc, Barrier};

use classroom::println;

const CALLS: usize = 20;

fn main() {
    classroom::run(async {
        // A thread stops at the barrier until all twenty have come.
        let barrier = Arc::new(Barrier::new(CALLS));
        let calls = [(); CALLS].map(|()| {
            let barrier = Arc::clone(&barrier);
            tokio::task::spawn_blocking(move || barrier.wait())
        });
        for call in calls {
            call.await.expect("waiting at a barrier does not panic");
        }
        println!("{CALLS} threads met"); // the last to come lets the others pass
    });
}
