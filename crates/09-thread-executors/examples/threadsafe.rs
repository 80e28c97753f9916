//! A loop in another thread takes calls from this one.
//!
//! Tutorial: 001-13-threadsafe
//! Look for: 3 begins when 6 is over. A callback that blocks, blocks its loop.
//! Clock: real
//! Uses: look-alike

use std::thread;
use std::time::{Duration, Instant};

use classroom::println;
use thread_executors::LoopThread;

#[expect(
    clippy::disallowed_methods,
    reason = "that the callback blocks is what the tutorial shows"
)]
fn more_work(x: u64) {
    println!("More work {x}"); // a turn of the other loop, in its thread
    // One of the tutorial's seconds takes a tenth of a second here.
    thread::sleep(Duration::from_millis(100 * x));
    println!("Finished more work {x}"); // it blocked its loop: nothing came in between
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let new_loop = LoopThread::start().expect("the system gives a thread");
        let seconds = start.elapsed().as_secs_f64();
        println!("TIME: {seconds:.1}"); // main has only started the thread
        for x in [6, 3] {
            new_loop
                .handle()
                .call_soon_threadsafe(move || more_work(x))
                .expect("the loop is running");
        }
        // Stops the loop after what is queued, and blocks main until then.
        new_loop.join();
    });
}
