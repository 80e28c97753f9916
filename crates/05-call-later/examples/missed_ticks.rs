//! A late interval catches up, starts afresh, or skips: you say which.
//!
//! Tutorial: none
//! Look for: what comes after 3.50. The ticks of 2.00 and 3.00 were missed.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

const TICKS: usize = 6;

async fn ticks(behavior: MissedTickBehavior) -> String {
    let start = Instant::now();
    let mut interval = interval(Duration::from_secs(1));
    interval.set_missed_tick_behavior(behavior);
    let mut times = Vec::new();
    for tick in 0..TICKS {
        interval.tick().await;
        times.push(format!("{:.2}", start.elapsed().as_secs_f64()));
        if tick == 1 {
            // Two and a half seconds for work that should take less than one.
            sleep(Duration::from_millis(2500)).await;
        }
    }
    times.join(" ")
}

fn main() {
    classroom::run(async {
        let burst = tokio::spawn(ticks(MissedTickBehavior::Burst));
        let delay = tokio::spawn(ticks(MissedTickBehavior::Delay));
        let skip = tokio::spawn(ticks(MissedTickBehavior::Skip));
        let burst = burst.await.expect("it does not panic");
        let delay = delay.await.expect("it does not panic");
        let skip = skip.await.expect("it does not panic");
        println!("Burst {burst}"); // both missed ticks at 3.50, then on time
        println!("Delay {delay}"); // the late tick begins a new count
        println!("Skip  {skip}"); // one missed tick is left out, then on time
    });
}
