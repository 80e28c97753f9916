//! Tasks change places only where one of them waits.
//!
//! Tutorial: 000-1.4v-gather-sleep
//! Look for: both begin at 0.00, and at 1.00 each finishes in one poll.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::gather;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn hello1() {
    println!("1, Hello world!"); // first poll: this task was made first
    sleep(Duration::from_secs(1)).await;
    println!("1, Hello again!"); // the timer fired; it was set first
    for number in 0..5 {
        println!("{number}"); // same poll: no await since
    }
}

async fn hello2() {
    println!("2, Hello world!"); // first poll: hello1 waits
    sleep(Duration::from_secs(1)).await;
    println!("2, Hello again!"); // the timer fired
    for number in 5..10 {
        println!("{number}"); // same poll: no await since
    }
}

fn main() {
    classroom::run(async {
        let tasks = [create_task(hello1()), create_task(hello2())];
        let results = gather(tasks).await;
        results.expect("the hellos do not panic");
    });
}
