//! Oops: three orders a second were allowed, and six went out in a tenth of one.
//!
//! Tutorial: none
//! Look for: the times of the six lines. They lie on two sides of a full second.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::sleep;

const PER_SECOND: usize = 3;

async fn refill_each_second(turns: Arc<Semaphore>) {
    loop {
        sleep(Duration::from_secs(1)).await;
        // What is left of the old second is not added up. And yet …
        turns.add_permits(PER_SECOND - turns.available_permits());
    }
}

fn main() {
    classroom::run(async {
        let turns = Arc::new(Semaphore::new(PER_SECOND));
        tokio::spawn(refill_each_second(Arc::clone(&turns)));

        sleep(Duration::from_millis(900)).await; // the shop was quiet until now
        for order in 1..=6 {
            let permit = turns.acquire().await.expect("nobody closes it");
            permit.forget(); // used up: new ones come from the refill
            println!("order {order}: sent"); // one of this second's three permits
        }
    });
}
