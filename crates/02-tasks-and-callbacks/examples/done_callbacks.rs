//! Callbacks wait for the next turn of the loop.
//!
//! Tutorial: 000-1.3-done-callbacks
//! Look for: Done1 comes after all of hello2, not right after hello1.
//! Uses: look-alike

use classroom::println;
use tasks_and_callbacks::create_task;

async fn hello1() {
    println!("1, Hello world!"); // the loop runs, and we are the first in its queue
    println!("1, Hello again!"); // no await before this line: still the same poll
    for number in 0..5 {
        println!("{number}"); // still the same poll; after 4 the task is done
    }
}

async fn hello2() {
    println!("2, Hello world!"); // next in the queue: we stood there before Done1 did
    println!("2, Hello again!"); // no await here either
    for number in 5..10 {
        println!("{number}"); // one poll to the end, like hello1
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
