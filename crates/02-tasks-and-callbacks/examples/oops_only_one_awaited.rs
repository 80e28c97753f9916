//! Oops: main awaits one task of two, so the other never finishes.
//!
//! Tutorial: 000-1.3v-first-sleeps
//! Look for: what is missing: "1, Hello again!", five numbers, and Done1.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn hello1() {
    println!("1, Hello world!"); // first poll: main waits
    sleep(Duration::from_secs(1)).await;
    println!("1, Hello again!"); // never printed: the runtime is dropped first
    for number in 0..5 {
        println!("{number}");
    }
}

async fn hello2() {
    println!("2, Hello world!"); // first poll: hello1 waits
    println!("2, Hello again!"); // same poll: no await since
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
            println!("Done1"); // never printed: hello1 never finishes
        });
        let second = create_task(hello2());
        second.add_done_callback(|_task| {
            println!("Done2"); // queued when hello2 finished, before main
        });
        second.await.expect("hello2 does not panic");
    });
}
