//! A semaphore may begin empty, and be filled from outside.
//!
//! Tutorial: none
//! Look for: the permits that main adds are used up, and not released.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::sleep;

async fn buy(customer: &str, rolls: Arc<Semaphore>) {
    let roll = rolls.acquire().await.expect("it is never closed");
    // Uses the permit up. Dropping it would release it.
    roll.forget();
    println!("{customer}: has a roll"); // acquire has returned a permit
}

fn main() {
    classroom::run(async {
        let rolls = Arc::new(Semaphore::new(0));
        for customer in ["Ida", "Jon", "Kim", "Lea"] {
            tokio::spawn(buy(customer, Arc::clone(&rolls)));
        }
        for batch in 1..=2 {
            sleep(Duration::from_secs(1)).await;
            rolls.add_permits(2);
            println!("batch {batch} is out of the oven"); // main's timer fired
        }
        sleep(Duration::from_secs(1)).await;
        println!("rolls left: {}", rolls.available_permits()); // four added and used up
    });
}
