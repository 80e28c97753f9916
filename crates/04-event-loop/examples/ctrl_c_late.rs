//! Ctrl-C after two and a half seconds: a finished task is not cancelled.
//!
//! Tutorial: 001-6-ctrlc-2.5s
//! Look for: three tasks only: the page that took two seconds is not among them.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use event_loop::{EventLoop, press_ctrl_c_after};
use gather_vs_wait::{ReturnWhen, wait};
use tokio::signal::ctrl_c;
use tokio::time::sleep;

async fn get_html(sleep_times: u64) {
    println!("waiting"); // first poll of this task
    sleep(Duration::from_secs(sleep_times)).await;
    println!("done after {sleep_times}s"); // the timer fired
}

fn main() {
    let runtime = classroom::runtime();
    let event_loop = EventLoop::new(runtime.handle());
    let tasks = [2, 3, 3].map(|seconds| event_loop.create_task(get_html(seconds)));
    runtime.spawn(press_ctrl_c_after(Duration::from_millis(2500)));
    let all = wait(tasks, ReturnWhen::AllCompleted);
    let main = event_loop.run_until_complete(async { all.await.0.len() });
    let interrupted = runtime.block_on(async {
        tokio::select! {
            pressed = ctrl_c() => pressed.is_ok(),
            _all_done = main => false,
        }
    });
    if interrupted {
        for task in event_loop.all_tasks() {
            println!("cancel task"); // Ctrl-C: block_on has returned
            // the task had not finished: cancel asks it to end
            println!("{}", if task.cancel() { "True" } else { "False" });
        }
        // One more turn, for the cancellations to take place.
        event_loop.stop();
        runtime
            .block_on(event_loop.run_forever())
            .expect("the interrupted run is over");
        assert_eq!(event_loop.all_tasks().len(), 0, "all were cancelled");
    }
    event_loop.close().expect("it is not running any more");
}
