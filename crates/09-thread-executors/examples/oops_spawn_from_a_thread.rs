//! Oops: a thread of its own does not know the loop.
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
            // Asks for the loop of this thread, as tokio::spawn does. There is none.
            Handle::current().spawn(async {
                println!("delivered"); // never printed: no loop has ever heard of it
            });
        });
        // It ends at once, so main's loop does not stand still for long.
        let ended = courier.join();
        let how = if ended.is_ok() { "well" } else { "badly" };
        println!("the courier ended {how}"); // join gives the panic to whoever asks
    });
}
