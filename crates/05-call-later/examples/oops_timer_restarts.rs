//! Oops: a sleep inside the loop starts again with every message.
//!
//! Tutorial: none
//! Look for: the first reader has 2.5 seconds, and gives up at 6.50.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

const PATIENCE: Duration = Duration::from_millis(2500);

/// Sends a message at each of the first four seconds.
fn messages() -> mpsc::UnboundedReceiver<u32> {
    let (send, messages) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for number in 1..=4 {
            sleep(Duration::from_secs(1)).await;
            // The reader may have given up.
            let _closed = send.send(number);
        }
        // Keeps the channel open until the reader gives up.
        send.closed().await;
    });
    messages
}

fn main() {
    classroom::run(async {
        let (start, mut messages_to_one, mut read) = (Instant::now(), messages(), 0);
        loop {
            tokio::select! {
                Some(_) = messages_to_one.recv() => read += 1,
                () = sleep(PATIENCE) => break, // made again in every round
            }
        }
        let gave_up = start.elapsed().as_secs_f64();
        println!("{read} read, gave up at {gave_up:.2}"); // 2.50 after the last message

        let (start, mut messages_to_two, mut read) = (Instant::now(), messages(), 0);
        loop {
            tokio::select! {
                Some(_) = messages_to_two.recv() => read += 1,
                () = sleep_until(start + PATIENCE) => break, // the same in every round
            }
        }
        let gave_up = start.elapsed().as_secs_f64();
        println!("{read} read, gave up at {gave_up:.2}"); // a deadline does not move
    });
}
