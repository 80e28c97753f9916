//! One await is one place to wait.
//!
//! Tutorial: 000-1.2v-sleep-uncommented
//! Look for: one second between the first line and the second, and none afterwards.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn hello1() {
    println!("1, Hello world!"); // first poll: not at the call
    sleep(Duration::from_secs(1)).await;
    println!("1, Hello again!"); // the timer fired: second poll
    for number in 0..5 {
        println!("{number}"); // same poll: no await since
    }
}

fn main() {
    classroom::run(hello1());
}
