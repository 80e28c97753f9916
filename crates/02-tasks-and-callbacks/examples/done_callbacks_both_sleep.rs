//! Two tasks that wake in the same turn both finish before the first callback.
//!
//! Tutorial: 000-1.3v-both-sleep
//! Look for: the two first lines at 0.00: each task stops at its sleep.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn hello1() {
    println!("1, Hello world!"); // first poll: main waits
    sleep(Duration::from_secs(1)).await;
    println!("1, Hello again!"); // the timer fired; it was set first
    for number in 0..5 {
        println!("{number}"); // same poll: no await since
    }
}

async fn hello2() {
    println!("2, Hello world!"); // first poll: hello1 waits
    sleep(Duration::from_secs(1)).await;
    println!("2, Hello again!"); // the timer fired; woken before Done1 was queued
    for number in 5..10 {
        println!("{number}"); // same poll: no await since
    }
}

fn main() {
    let runtime = classroom::runtime();
    // Made inside, the tasks share one queue with their callbacks.
    runtime.block_on(async {
        let first = create_task(hello1());
        first.add_done_callback(|_task| {
            println!("Done1"); // queued when hello1 finished, after hello2
        });
        let second = create_task(hello2());
        second.add_done_callback(|_task| {
            println!("Done2"); // queued when hello2 finished, after Done1
        });
        second.await.expect("hello2 does not panic");
    });
}
