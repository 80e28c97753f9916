//! A sleep is a timer that sets the result of a future.
//!
//! Tutorial: none
//! Look for: main waits for a future, and the loop is what wakes it.
//! Uses: look-alike

use std::time::Duration;

use call_later::Loop;
use classroom::println;
use tokio::sync::oneshot;

/// This is how `asyncio.sleep` is made.
async fn sleep(event_loop: &Loop, delay: Duration) {
    let (set_result, result) = oneshot::channel();
    event_loop.call_later(delay, move |_loop| {
        println!("the timer fires"); // the loop calls it; main waits
        set_result.send(()).expect("the sleeper waits for it");
    });
    result.await.expect("the loop keeps the timer");
}

fn main() {
    classroom::run(async {
        let event_loop = Loop::new();
        let running = event_loop.clone();
        // asyncio.run() runs its loop under everything. Here it is a task beside main.
        let _loop = tokio::spawn(async move { running.run_forever().await });
        println!("the kettle is on"); // no timer is set yet
        sleep(&event_loop, Duration::from_secs(3)).await;
        println!("the tea is ready"); // the timer has sent the result
    });
}
