//! A channel of tokio has one end for threads and one for tasks.
//!
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

// given
/// Measures for 400 ms.
#[expect(
    clippy::disallowed_methods,
    reason = "the thermometer blocks its thread"
)]
fn measure(hour: u32) -> u32 {
    thread::sleep(Duration::from_millis(400));
    println!("measured at {hour}");
    20 + hour
}

async fn tick() {
    sleep(Duration::from_millis(200)).await;
    for number in 1..=2 {
        println!("tick {number}");
        sleep(Duration::from_millis(400)).await;
    }
}
// end

fn main() {
    classroom::run(async {
        let clock = tokio::spawn(tick());
        let (sender, mut receiver) = mpsc::channel(1);
        thread::spawn(move || {
            for hour in 1..=3 {
                let sent = sender.blocking_send(measure(hour));
                sent.expect("main receives");
            }
        });
        while let Some(degrees) = receiver.recv().await {
            println!("main: {degrees} degrees");
        }
        println!("main: the thermometer is gone");
        clock.await.expect("the clock does not panic");
    });
}
