//! A channel carries what a thread finds out into the loop.
//!
//! Tutorial: none
//! Look for: one reading a tenth of a second. The thread blocks; main awaits.
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;

#[expect(
    clippy::disallowed_methods,
    reason = "the thread is the thermometer's own, and no loop runs in it"
)]
fn thermometer(readings: &mpsc::Sender<u32>) {
    for degrees in [20, 21, 22] {
        thread::sleep(Duration::from_millis(100));
        // Waits if main is slow. `send(…).await` is for coroutines, this for threads.
        let sent = readings.blocking_send(degrees);
        sent.expect("main reads to the end");
    }
}

fn main() {
    classroom::run(async {
        // Room for one: a thread that is faster than main has to wait.
        let (sender, mut readings) = mpsc::channel(1);
        thread::spawn(move || thermometer(&sender));
        while let Some(degrees) = readings.recv().await {
            println!("{degrees} degrees"); // the thread has sent it, and so woke main
        }
        println!("the thermometer is gone"); // with the thread went its sender
    });
}
