//! Oops: a plain thread does not know the runtime.
//!
//! Tutorial: none
//! Look for: the task never runs. The thread panicked, and only its join says so.
//! Clock: real

use std::thread;

use classroom::println;
use tokio::runtime::Handle;

fn main() {
    classroom::run(async {
        let courier = thread::spawn(|| {
            // The runtime of this thread, as in tokio::spawn. It has none.
            Handle::current().spawn(async {
                println!("delivered"); // never printed: no runtime has this task
            });
        });
        // It ends at once, so this blocks main only for a moment.
        let ended = courier.join();
        let how = if ended.is_ok() { "well" } else { "badly" };
        println!("the courier ended {how}"); // join has returned the panic
    });
}
