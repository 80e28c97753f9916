//! A thread that holds the runtime's handle can run a task there.
//!
//! Tutorial: none
//! Look for: the task runs in main's runtime, and the thread that asked is blocked.
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::sleep;

async fn look_up(article: &str) -> u32 {
    println!("task: looking up {article}"); // first poll: main waits
    sleep(Duration::from_millis(200)).await;
    println!("task: found"); // the timer fired
    8
}

fn main() {
    classroom::run(async {
        // The handle of the runtime in which it is called: main's.
        let handle = Handle::current();
        let (sender, receiver) = oneshot::channel();
        thread::spawn(move || {
            println!("thread: what is the tea?"); // a plain thread, without a runtime
            let asked = handle.spawn(look_up("tea"));
            let price = handle.block_on(asked).expect("it does not panic");
            println!("thread: {price} yuan"); // block_on has returned
            sender.send(price).expect("main waits for it");
        });
        let price = receiver.await.expect("the thread does not panic");
        println!("main: {price} yuan"); // send has woken main
    });
}
