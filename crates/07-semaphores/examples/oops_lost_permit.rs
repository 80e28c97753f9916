//! Oops: each refused card takes a checkout out of service, forever.
//!
//! Tutorial: none
//! Look for: two cards are refused, and after that no customer can pay.

use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

async fn pay(customer: u32, card_is_good: bool, checkouts: &Semaphore) {
    let permit = checkouts.acquire().await.expect("it is never closed");
    sleep(Duration::from_secs(1)).await;
    if !card_is_good {
        println!("customer {customer}: card refused"); // pay has returned an error
        permit.forget(); // throws the permit away
        return;
    }
    println!("customer {customer}: paid"); // the permit is dropped next
}

fn main() {
    classroom::run(async {
        let checkouts = Semaphore::new(2);
        let customers = [(1, true), (2, false), (3, true), (4, false), (5, true)];
        for (customer, card_is_good) in customers {
            let paying = pay(customer, card_is_good, &checkouts);
            if timeout(Duration::from_secs(60), paying).await.is_err() {
                // the limit of one minute has passed
                println!("customer {customer}: left after a minute");
            }
            // should be 2 each time
            println!("checkouts: {}", checkouts.available_permits());
        }
    });
}
