//! Coroutines of the other loop wait side by side.
//!
//! Tutorial: 001-13-coro-threadsafe
//! Look for: both begin at once, 3 finishes first, and 6 is the total.
//! Clock: real
//! Uses: look-alike

use std::time::{Duration, Instant};

use classroom::println;
use thread_executors::LoopThread;
use tokio::time::sleep;

async fn more_work(x: u64) {
    println!("More work {x}"); // first poll, in the other loop's thread
    // One of the tutorial's seconds takes a tenth of a second here.
    sleep(Duration::from_millis(100 * x)).await;
    println!("Finished more work {x}"); // the timer fired
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let new_loop = LoopThread::start().expect("the system gives a thread");
        let seconds = start.elapsed().as_secs_f64();
        println!("TIME: {seconds:.1}"); // main has only started the thread
        let work = [6, 3].map(|x| {
            new_loop
                .handle()
                .run_coroutine_threadsafe(more_work(x))
                .expect("the loop is running")
        });
        for work in work {
            work.await.expect("the work does not panic");
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("TIME: {seconds:.1}"); // both have finished: the longer sleep
    });
}
