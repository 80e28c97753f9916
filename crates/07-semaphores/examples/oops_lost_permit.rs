//! Oops: each refused card takes a till out of service, for ever.
//!
//! Tutorial: none
//! Look for: two cards are refused, and then nobody can pay any more.

use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

async fn pay(customer: u32, card_is_good: bool, tills: &Semaphore) {
    let permit = tills.acquire().await.expect("nobody closes it");
    sleep(Duration::from_secs(1)).await;
    if !card_is_good {
        println!("customer {customer}: card refused"); // the till is free, surely
        permit.forget(); // "I need it no longer": but this throws it away
        return;
    }
    println!("customer {customer}: paid"); // the permit is dropped here, and comes back
}

fn main() {
    classroom::run(async {
        let tills = Semaphore::new(2);
        let customers = [(1, true), (2, false), (3, true), (4, false), (5, true)];
        for (customer, card_is_good) in customers {
            let paying = pay(customer, card_is_good, &tills);
            if timeout(Duration::from_secs(60), paying).await.is_err() {
                // Nobody is at a till, and yet there is no permit.
                println!("customer {customer}: left after a minute");
            }
            println!("tills: {}", tills.available_permits()); // should be 2 each time
        }
    });
}
