//! A task that needs two permits holds up those behind it that need one.
//!
//! Tutorial: none
//! Look for: a chair is empty from 0.00 to 2.00, and Eve, who needs one, waits.
//! Twin: none, because asyncio's semaphore gives out one permit at a time

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn eat(guests: &str, number: u32, seconds: u64, chairs: Arc<Semaphore>) {
    let permit = chairs.acquire_many(number).await;
    let _permit = permit.expect("it is never closed");
    println!("{guests}: seated"); // acquire_many has returned
    sleep(Duration::from_secs(seconds)).await;
    println!("{guests}: gone"); // the timer fired
}

fn main() {
    classroom::run(async {
        let chairs = Arc::new(Semaphore::new(2));
        let mut tables = JoinSet::new();
        for (guests, number, seconds) in
            [("Ada", 1, 2), ("a couple", 2, 1), ("Eve", 1, 1)]
        {
            tables.spawn(eat(guests, number, seconds, Arc::clone(&chairs)));
        }
        sleep(Duration::from_secs(1)).await;
        // the empty chair is reserved for the couple
        println!("chairs to be had: {}", chairs.available_permits());
        tables.join_all().await;
    });
}
