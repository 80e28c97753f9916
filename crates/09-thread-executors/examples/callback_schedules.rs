//! A callback may schedule another: it comes in the next turn.
//!
//! Tutorial: none
//! Look for: the call made inside the first callback comes last.
//! Clock: real
//! Uses: look-alike

use std::sync::mpsc;

use classroom::println;
use thread_executors::LoopThread;
use tokio::sync::oneshot;

fn main() {
    classroom::run(async {
        let new_loop = LoopThread::start().expect("the system gives a thread");
        let handle = new_loop.handle().clone();
        let (go, may_go) = mpsc::channel();
        let (done, all_done) = oneshot::channel();
        let first = move || {
            may_go.recv().expect("main says when");
            println!("first"); // main has queued the second by now
            let third = move || {
                println!("third"); // queued by the first, so after the second
                done.send(()).expect("main waits for it");
            };
            handle.call_soon_threadsafe(third).expect("the loop runs");
            println!("first is over"); // the call has only queued the third
        };
        let handle = new_loop.handle();
        handle.call_soon_threadsafe(first).expect("the loop runs");
        handle
            .call_soon_threadsafe(|| println!("second")) // the first has returned
            .expect("the loop runs");
        go.send(()).expect("the first callback waits for it");
        all_done.await.expect("the third callback does not panic");
    });
}
