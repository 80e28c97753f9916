//! A server runs until Ctrl-C stops its loop.
//!
//! Tutorial: none
//! Look for: the end comes in the middle of a second, when the signal does.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use event_loop::{EventLoop, press_ctrl_c_after};
use tokio::signal::ctrl_c;
use tokio::time::sleep;

async fn serve() {
    loop {
        println!("the shop is open"); // top of the loop: once a second
        sleep(Duration::from_secs(1)).await;
    }
}

fn main() {
    let runtime = classroom::runtime();
    let event_loop = EventLoop::new(runtime.handle());
    let stopper = event_loop.clone();
    // Made first: until ctrl_c is polled, Ctrl-C ends the program.
    event_loop.create_task(async move {
        ctrl_c().await.expect("the operating system passes it on");
        println!("Ctrl-C: last orders"); // ctrl_c has returned
        stopper.stop();
    });
    event_loop.create_task(serve());
    runtime.spawn(press_ctrl_c_after(Duration::from_millis(2500)));
    runtime
        .block_on(event_loop.run_forever())
        .expect("a new loop is not closed");
    println!("the shop is closed"); // run_forever has returned
}
