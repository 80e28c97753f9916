//! Two tasks that wake in the same turn both end before the first callback.
//!
//! Tutorial: 000-1.3v-both-sleep
//! Look for: the two first lines at 0.00: each task stops at its sleep.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn hello1() {
    println!("1, Hello world!"); // the loop runs, and we are the first in its queue
    sleep(Duration::from_secs(1)).await;
    println!("1, Hello again!"); // our timer was set first, so it wakes us first
    for number in 0..5 {
        println!("{number}"); // no await any more: straight to the end
    }
}

async fn hello2() {
    println!("2, Hello world!"); // hello1 is asleep, so the loop runs the next
    sleep(Duration::from_secs(1)).await;
    println!("2, Hello again!"); // woken together with hello1, and so before Done1
    for number in 5..10 {
        println!("{number}"); // straight to the end, too
    }
}

fn main() {
    let runtime = classroom::runtime();
    // The tasks are made in here to stand in one queue with their callbacks: tokio has
    // a second queue for what comes from outside the running loop.
    runtime.block_on(async {
        let first = create_task(hello1());
        first.add_done_callback(|_task| {
            println!("Done1"); // queued when hello1 ended, and hello2 was ahead of it
        });
        let second = create_task(hello2());
        second.add_done_callback(|_task| {
            println!("Done2"); // queued when hello2 ended, so after Done1
        });
        second.await.expect("hello2 does not panic");
    });
}
