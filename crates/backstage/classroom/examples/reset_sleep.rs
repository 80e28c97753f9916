//! A timer that is set anew before it was ever polled.

use std::pin::pin;
use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

fn main() {
    classroom::run(async {
        let mut alarm = pin!(sleep(Duration::from_secs(1)));
        alarm
            .as_mut()
            .reset(Instant::now() + Duration::from_secs(4));
        alarm.await;
        println!("awake");
    });
}
