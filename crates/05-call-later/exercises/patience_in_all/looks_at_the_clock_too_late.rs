//! Looks at the clock only when a message has come.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

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
        let start = Instant::now();
        while let Some(message) = messages.recv().await {
            if start.elapsed() > PATIENCE {
                break;
            }
            read.push(message);
        }
        println!("read {read:?}");
    });
}
