//! Callbacks wait for the next turn of the loop.
//!
//! Tutorial: 000-1.3-done-callbacks
//! Look for: Done1 comes after all of hello2, not right after hello1.
//! Uses: look-alike

use classroom::println;
use tasks_and_callbacks::create_task;

async fn hello1() {
    println!("1, Hello world!"); // first poll: main waits
    println!("1, Hello again!"); // same poll: no await since
    for number in 0..5 {
        println!("{number}"); // same poll; after 4 the task has finished
    }
}

async fn hello2() {
    println!("2, Hello world!"); // first poll: queued before Done1
    println!("2, Hello again!"); // same poll: no await since
    for number in 5..10 {
        println!("{number}"); // same poll; after 9 the task has finished
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
