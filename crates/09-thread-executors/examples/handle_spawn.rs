//! A thread that holds the runtime's handle can run a task there.
//!
//! Tutorial: none
//! Look for: the task runs in main's loop, while the thread that asked stands still.
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::sleep;

async fn look_up(article: &str) -> u32 {
    println!("loop: looking up {article}"); // main waits, so its loop runs this task
    sleep(Duration::from_millis(200)).await;
    println!("loop: found"); // the timer of main's loop
    8
}

fn main() {
    classroom::run(async {
        // Where this is called decides which loop it is: ours.
        let handle = Handle::current();
        let (sender, receiver) = oneshot::channel();
        thread::spawn(move || {
            println!("thread: what is the tea?"); // an ordinary thread, with no loop
            let asked = handle.spawn(look_up("tea"));
            let price = handle.block_on(asked).expect("it does not panic");
            println!("thread: {price} yuan"); // the task is done, and woke the thread
            sender.send(price).expect("main waits for it");
        });
        let price = receiver.await.expect("the thread does not panic");
        println!("main: {price} yuan"); // the thread has sent it on
    });
}
