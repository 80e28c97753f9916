//! A sleep counts from its call; an async fn around it counts from its first poll.
//!
//! Tutorial: none
//! Look for: the first egg is ready after 3 seconds, the second one after 5.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn boil() {
    sleep(Duration::from_secs(3)).await;
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let egg = sleep(Duration::from_secs(3));
        sleep(Duration::from_secs(2)).await;
        egg.await;
        println!("egg after {} s", start.elapsed().as_secs()); // 3 s after the call

        let start = Instant::now();
        let egg = boil();
        sleep(Duration::from_secs(2)).await;
        egg.await;
        println!("egg after {} s", start.elapsed().as_secs()); // 3 s after its poll
    });
}
