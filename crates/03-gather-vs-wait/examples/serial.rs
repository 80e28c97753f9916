//! Awaited one after the other, the waits add up.
//!
//! Tutorial: 000-3.2.1v-serial
//! Look for: "Waiting" and "Task ret" alternate, and there is no task but main.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn do_some_work(x: u64) -> String {
    println!("Waiting:  {x}"); // first poll of this future
    sleep(Duration::from_secs(x)).await;
    format!("Done after {x}s")
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        for x in [1, 2, 4] {
            let result = do_some_work(x).await;
            println!("Task ret:  {result}"); // the timer fired
        }
        println!("TIME:  {:.2}", start.elapsed().as_secs_f64()); // 1 + 2 + 4
    });
}
