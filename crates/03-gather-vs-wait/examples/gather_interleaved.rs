//! Tasks change places only where one of them waits.
//!
//! Tutorial: 000-1.4v-gather-sleep
//! Look for: both begin at 0.00, and at 1.00 each runs to its end in one go.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::gather;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn hello1() {
    println!("1, Hello world!"); // main waits in gather; this task was made first
    sleep(Duration::from_secs(1)).await;
    println!("1, Hello again!"); // its timer was set first, so it is woken first
    for number in 0..5 {
        println!("{number}"); // no .await from here on: hello2 must let us finish
    }
}

async fn hello2() {
    println!("2, Hello world!"); // hello1 sleeps, so the loop runs the next task
    sleep(Duration::from_secs(1)).await;
    println!("2, Hello again!"); // this task was awake too, but hello1 had the turn
    for number in 5..10 {
        println!("{number}"); // the same poll, straight to the end
    }
}

fn main() {
    classroom::run(async {
        let tasks = [create_task(hello1()), create_task(hello2())];
        let results = gather(tasks).await;
        results.expect("the hellos do not panic");
    });
}
