//! A task's callback is queued; a thread future's is called on the spot.
//!
//! Tutorial: none
//! Look for: which line comes first, the callback or the line after set_result.
//! Uses: look-alike

use classroom::println;
use tasks_and_callbacks::create_task;
use tokio::sync::oneshot;
use tokio::task::yield_now;

/// concurrent.futures.Future has no loop: set_result makes the calls.
#[derive(Default)]
struct ThreadFuture {
    callbacks: Vec<Box<dyn FnOnce(i32)>>,
}

impl ThreadFuture {
    fn add_done_callback(&mut self, callback: impl FnOnce(i32) + 'static) {
        self.callbacks.push(Box::new(callback));
    }

    fn set_result(self, result: i32) {
        for callback in self.callbacks {
            callback(result);
        }
    }
}

fn main() {
    classroom::run(async {
        // A result from outside: the task waits until it is sent.
        let (set_result, result) = oneshot::channel();
        let task = create_task(result);
        task.add_done_callback(|_task| {
            println!("asyncio callback"); // queued when its task finished
        });
        set_result.send(1).expect("the task holds the other end");
        println!("after asyncio set_result"); // same poll: main has not waited yet
        yield_now().await;
        println!("one turn later"); // main is polled again: the queue is empty

        let mut future = ThreadFuture::default();
        future.add_done_callback(|_result| {
            println!("concurrent callback"); // called by main, inside set_result
        });
        future.set_result(1);
        println!("after concurrent set_result"); // set_result has made its calls
    });
}
