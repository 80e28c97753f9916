//! One await is one place to wait.
//!
//! Tutorial: 000-1.2v-sleep-uncommented
//! Look for: one second between the first line and the second, and none afterwards.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn hello1() {
    println!("1, Hello world!"); // the first poll starts here, not the call
    sleep(Duration::from_secs(1)).await;
    println!("1, Hello again!"); // the timer woke us: the second poll starts here
    for number in 0..5 {
        println!("{number}"); // no await in between, so nobody can cut in
    }
}

fn main() {
    classroom::run(hello1());
}
