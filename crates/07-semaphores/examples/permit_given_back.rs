//! The permit comes back, however its holder ends.
//!
//! Tutorial: none
//! Look for: the number at the end of all three lines is the same.

use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

async fn pay(order: &str, checkouts: &Semaphore) -> Result<&'static str, &'static str> {
    let _permit = checkouts.acquire().await.expect("it is never closed");
    sleep(Duration::from_millis(100)).await;
    if order == "cake" {
        return Err("card refused");
    }
    Ok("paid")
}

fn main() {
    classroom::run(async {
        let checkouts = Semaphore::new(1);
        for order in ["bread", "cake", "coffee"] {
            // The customer with the coffee leaves in the middle.
            let patience = if order == "coffee" { 50 } else { 1000 };
            let paying =
                timeout(Duration::from_millis(patience), pay(order, &checkouts));
            let outcome = match paying.await {
                Ok(Ok(outcome) | Err(outcome)) => outcome,
                Err(_) => "left in the middle",
            };
            // the future is gone, and its permit with it
            println!(
                "{order}: {outcome}; checkouts: {}",
                checkouts.available_permits()
            );
        }
    });
}
