//! Oops: three orders a second are allowed, and six go out within 100 ms.
//!
//! Tutorial: none
//! Look for: three lines at 0.90, and three at 1.00.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::sleep;

const PER_SECOND: usize = 3;

async fn refill_each_second(turns: Arc<Semaphore>) {
    loop {
        sleep(Duration::from_secs(1)).await;
        // What is left of the old second is not added.
        turns.add_permits(PER_SECOND - turns.available_permits());
    }
}

fn main() {
    classroom::run(async {
        let turns = Arc::new(Semaphore::new(PER_SECOND));
        tokio::spawn(refill_each_second(Arc::clone(&turns)));

        sleep(Duration::from_millis(900)).await; // no order for 900 ms
        for order in 1..=6 {
            let permit = turns.acquire().await.expect("it is never closed");
            permit.forget(); // used up: the refill makes new ones
            println!("order {order}: sent"); // acquire has returned a permit
        }
    });
}
