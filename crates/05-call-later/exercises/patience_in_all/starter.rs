//! Patience for all messages together
//!
//! A reader has 2.5 seconds for all messages together. Then it gives up, and prints
//! what it has read. Today its patience begins again with each message: it reads on and
//! on, and gives up at 7.50. Let it give up at 2.50, with the messages that it has read
//! by then.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

const PATIENCE: Duration = Duration::from_millis(2500);

// given
/// Five messages, one a second; faster with another seed.
fn messages() -> mpsc::Receiver<u32> {
    let (sender, messages) = mpsc::channel(8);
    let ms = 1000 - 200 * (classroom::seed(0) % 3);
    tokio::spawn(async move {
        for number in 1..=5 {
            sleep(Duration::from_millis(ms)).await;
            // The reader may have given up.
            let _closed = sender.send(number).await;
        }
        // Keeps the channel open until the reader gives up.
        sender.closed().await;
    });
    messages
}
// end

fn main() {
    classroom::run(async {
        let mut messages = messages();
        let mut read = Vec::new();
        loop {
            tokio::select! {
                Some(message) = messages.recv() => read.push(message),
                () = sleep(PATIENCE) => break,
            }
        }
        println!("read {read:?}");
    });
}
