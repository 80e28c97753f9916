//! The messages are in the future that the timeout drops.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

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

async fn read_all(messages: &mut mpsc::Receiver<u32>) -> Vec<u32> {
    let mut read = Vec::new();
    while let Some(message) = messages.recv().await {
        read.push(message);
    }
    read
}

fn main() {
    classroom::run(async {
        let mut messages = messages();
        let read = timeout(PATIENCE, read_all(&mut messages)).await;
        println!("read {:?}", read.unwrap_or_default());
    });
}
