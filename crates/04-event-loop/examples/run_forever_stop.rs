//! run_forever runs until somebody says stop.
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
    println!("Waiting {x}"); // run_forever has begun; both tasks were queued before
    sleep(Duration::from_secs(x)).await;
    println!("Done"); // the sleep of this task is over
}

fn main() {
    let runtime = classroom::runtime();
    let event_loop = EventLoop::new(runtime.handle());
    // Old Pythons took coroutines out of a set before they made tasks of them.
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
