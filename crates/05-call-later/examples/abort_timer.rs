//! In plain tokio, aborting the task cancels the timer.
//!
//! Tutorial: none
//! Look for: the alarm was set for 3.00; the task ends at 1.00.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

fn main() {
    classroom::run(async {
        let alarm = tokio::spawn(async {
            sleep(Duration::from_secs(3)).await;
            println!("the alarm rings"); // never printed: aborted in its sleep
        });
        sleep(Duration::from_secs(1)).await;
        alarm.abort();
        println!("awake before the alarm"); // main's timer fired first
        let error = alarm.await.expect_err("it was aborted");
        // the task is gone: no wait for its deadline
        println!(
            "cancelled: {}",
            if error.is_cancelled() { "yes" } else { "no" }
        );
    });
}
