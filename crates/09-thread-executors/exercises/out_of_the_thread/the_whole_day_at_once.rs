//! The thread collects its readings, and main has them when it ends.
//!
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::task::spawn_blocking;
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
        let day = spawn_blocking(|| (1..=3).map(measure).collect::<Vec<_>>());
        for degrees in day.await.expect("measuring does not panic") {
            println!("main: {degrees} degrees");
        }
        println!("main: the thermometer is gone");
        clock.await.expect("the clock does not panic");
    });
}
