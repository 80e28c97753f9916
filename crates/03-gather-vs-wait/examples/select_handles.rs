//! select! over &mut handles drops nothing: the slower task goes on.
//!
//! Tutorial: none
//! Look for: the offer of north is written at 0.30, long after select! has returned.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn write_offer(firm: &str, millis: u64) -> u64 {
    sleep(Duration::from_millis(millis)).await;
    println!("{firm}: offer is written"); // the timer fired
    millis
}

fn main() {
    classroom::run(async {
        let mut north = tokio::spawn(write_offer("north", 300));
        let mut south = tokio::spawn(write_offer("south", 100));
        let first = tokio::select! {
            biased; // polled in this order, so every run is the same
            price = &mut north => price,
            price = &mut south => price,
        };
        println!("first: {}", first.expect("no firm panics")); // south has finished
        sleep(Duration::from_millis(50)).await;
        println!("north has finished: {}", north.is_finished()); // the timer fired
        println!("later: {}", north.await.expect("no firm panics")); // it has finished
    });
}
