//! Oops: the first tick of an interval comes at once.
//!
//! Tutorial: none
//! Look for: "every two seconds" begins at 0.00, unless you say when.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, Interval, interval, interval_at};

const PERIOD: Duration = Duration::from_secs(2);

async fn water(plant: &str, interval: &mut Interval) {
    for _ in 0..2 {
        interval.tick().await;
        println!("water for the {plant}"); // the interval has ticked
    }
}

fn main() {
    classroom::run(async {
        let mut at_once = interval(PERIOD);
        water("rose", &mut at_once).await;
        let mut after_a_period = interval_at(Instant::now() + PERIOD, PERIOD);
        water("cactus", &mut after_a_period).await;
    });
}
