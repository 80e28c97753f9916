//! Oops: stop is never called, so the loop runs on with nothing to do.
//!
//! Tutorial: 000-1.5v-run-forever-nostop
//! Look for: all work is done at 3.00, and the program ends only by Ctrl-C, at 4.50.
//! Exits: 130
//! Uses: look-alike

use std::process::ExitCode;
use std::time::Duration;

use classroom::println;
use event_loop::{EventLoop, press_ctrl_c_after};
use gather_vs_wait::gather;
use tokio::signal::ctrl_c;
use tokio::time::sleep;

async fn do_some_work(x: u64) {
    println!("Waiting {x}"); // first poll of this task
    sleep(Duration::from_secs(x)).await;
    println!("Done"); // the timer fired
}

fn main() -> ExitCode {
    let runtime = classroom::runtime();
    let event_loop = EventLoop::new(runtime.handle());
    let tasks = [1, 3].map(|x| event_loop.create_task(do_some_work(x)));
    // The callback that would stop the loop is missing.
    event_loop.create_task(async { gather(tasks).await });
    runtime.spawn(press_ctrl_c_after(Duration::from_millis(4500)));
    runtime.block_on(async {
        tokio::select! {
            _pressed = ctrl_c() => ExitCode::from(130), // 128 and the signal's number
            _stopped = event_loop.run_forever() => ExitCode::SUCCESS,
        }
    })
}
