//! Out of the thread
//!
//! A thread measures the temperature three times, and main should print each reading at
//! once. It does, but nothing else runs in the meantime: the clock stands still until
//! the thread has ended. Let main wait without blocking. After the last reading it
//! still prints that the thermometer is gone.
//!
//! Clock: real

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use classroom::println;
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
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            for hour in 1..=3 {
                sender.send(measure(hour)).expect("main receives");
            }
        });
        for degrees in receiver {
            println!("main: {degrees} degrees");
        }
        println!("main: the thermometer is gone");
        clock.await.expect("the clock does not panic");
    });
}
