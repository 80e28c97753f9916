//! A semaphore may begin empty, and be filled from outside.
//!
//! Tutorial: none
//! Look for: the permits that main adds are used up; nobody gives one back.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::sleep;

async fn buy(customer: &str, rolls: Arc<Semaphore>) {
    let roll = rolls.acquire().await.expect("nobody closes it");
    // A roll that is eaten does not come back. Dropping the permit would return it.
    roll.forget();
    println!("{customer}: has a roll"); // it is the turn of the longest wait
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
            println!("batch {batch} is out of the oven"); // main has not stopped yet
        }
        sleep(Duration::from_secs(1)).await;
        println!("rolls left: {}", rolls.available_permits()); // four baked, four eaten
    });
}
