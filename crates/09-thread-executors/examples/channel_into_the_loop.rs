//! A channel carries what a thread finds out to a task.
//!
//! Tutorial: none
//! Look for: one reading a tenth of a second. The thread blocks; main awaits.
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;

#[expect(clippy::disallowed_methods, reason = "a thread of its own may block")]
fn thermometer(readings: &mpsc::Sender<u32>) {
    for degrees in [20, 21, 22] {
        thread::sleep(Duration::from_millis(100));
        // Blocks while the channel is full. In a task, write `send(…).await`.
        let sent = readings.blocking_send(degrees);
        sent.expect("main reads until the end");
    }
}

fn main() {
    classroom::run(async {
        // Room for one: a thread that is faster than main has to wait.
        let (sender, mut readings) = mpsc::channel(1);
        thread::spawn(move || thermometer(&sender));
        while let Some(degrees) = readings.recv().await {
            println!("{degrees} degrees"); // the thread has sent it
        }
        println!("the thermometer is gone"); // the sender was dropped with the thread
    });
}
