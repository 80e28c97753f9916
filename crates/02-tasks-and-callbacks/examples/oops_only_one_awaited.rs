//! Oops: the loop ran for one task only, and so the other one never ended.
//!
//! Tutorial: 000-1.3v-first-sleeps
//! Look for: what is missing: "1, Hello again!", five numbers, and Done1.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn hello1() {
    println!("1, Hello world!"); // the loop runs, and we are the first in its queue
    sleep(Duration::from_secs(1)).await;
    println!("1, Hello again!"); // never printed: nobody drives the loop any more
    for number in 0..5 {
        println!("{number}"); // nor is this
    }
}

async fn hello2() {
    println!("2, Hello world!"); // hello1 is asleep, so the loop runs the next
    println!("2, Hello again!"); // no await here: the same poll
    for number in 5..10 {
        println!("{number}"); // straight to the end
    }
}

fn main() {
    let runtime = classroom::runtime();
    // The tasks are made in here to stand in one queue with their callbacks: tokio has
    // a second queue for what comes from outside the running loop.
    runtime.block_on(async {
        let first = create_task(hello1());
        first.add_done_callback(|_task| {
            println!("Done1"); // never printed: hello1 is never done
        });
        let second = create_task(hello2());
        second.add_done_callback(|_task| {
            println!("Done2"); // hello2 is done; after this, block_on returns
        });
        second.await.expect("hello2 does not panic");
    });
}
