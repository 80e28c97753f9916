//! run_forever runs until stop is called.
//!
//! Tutorial: 000-1.5-run-forever-stop
//! Look for: the end at 3.00, when a callback stops the loop. With `--seed 2`, 1 is
//!   the first to start.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use event_loop::EventLoop;
use gather_vs_wait::{gather, set_order};
use tokio::time::sleep;

async fn do_some_work(x: u64) {
    println!("Waiting {x}"); // first poll of this task
    sleep(Duration::from_secs(x)).await;
    println!("Done"); // the timer fired
}

fn main() {
    let runtime = classroom::runtime();
    let event_loop = EventLoop::new(runtime.handle());
    // Up to Python 3.6, gather put its arguments into a set.
    let works = set_order(vec![1, 3], classroom::seed(0)).into_iter();
    let tasks: Vec<_> = works
        .map(|x| event_loop.create_task(do_some_work(x)))
        .collect();
    let both = event_loop.create_task(async { gather(tasks).await });
    let stopper = event_loop.clone();
    // In Python, functools.partial(done_callback, loop).
    both.add_done_callback(move |_both| stopper.stop());
    runtime
        .block_on(event_loop.run_forever())
        .expect("a new loop is not closed");
}
