//! A loop runs once at a time, and never again when closed.
//!
//! Tutorial: none
//! Look for: three refusals, in asyncio's own words, and the parcel that comes after
//!   all.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use event_loop::EventLoop;
use tokio::time::sleep;

async fn parcel() {
    sleep(Duration::from_secs(2)).await;
    println!("the parcel is here"); // the timer fired, in a later run
}

fn main() {
    let runtime = classroom::runtime();
    let event_loop = EventLoop::new(runtime.handle());

    let inside = event_loop.clone();
    let main = event_loop.run_until_complete(async move {
        let error = inside.run_forever().await.expect_err("it is running");
        println!("run it twice: {error}"); // refused inside a run
    });
    runtime.block_on(main).expect("main does not panic");

    event_loop.stop();
    let error = runtime
        .block_on(event_loop.run_until_complete(parcel()))
        .expect_err("one turn is not two seconds");
    println!("stop it early: {error}"); // stopped after one turn
    runtime
        .block_on(event_loop.run_until_complete(sleep_three_seconds()))
        .expect("a sleep does not panic");

    event_loop.close().expect("it is not running");
    let error = runtime
        .block_on(event_loop.run_forever())
        .expect_err("it is closed");
    println!("run it closed: {error}"); // refused after close
}

async fn sleep_three_seconds() {
    sleep(Duration::from_secs(3)).await;
}
