//! The permit comes back, however its holder ends.
//!
//! Tutorial: none
//! Look for: the same number at the end of all three lines.

use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

async fn pay(order: &str, tills: &Semaphore) -> Result<&'static str, &'static str> {
    let _permit = tills.acquire().await.expect("nobody closes it");
    sleep(Duration::from_millis(100)).await;
    if order == "cake" {
        return Err("card refused");
    }
    Ok("paid")
}

fn main() {
    classroom::run(async {
        let tills = Semaphore::new(1);
        for order in ["bread", "cake", "coffee"] {
            // The one with the coffee is in a hurry, and leaves in the middle.
            let patience = if order == "coffee" { 50 } else { 1000 };
            let paying = timeout(Duration::from_millis(patience), pay(order, &tills));
            let outcome = match paying.await {
                Ok(Ok(outcome) | Err(outcome)) => outcome,
                Err(_) => "left in the middle",
            };
            // Return, error or drop: the future is gone, and its permit with it.
            println!("{order}: {outcome}; tills: {}", tills.available_permits());
        }
    });
}
