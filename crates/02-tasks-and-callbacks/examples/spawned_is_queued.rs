//! A spawned task is queued; it runs when main has to wait.
//!
//! Tutorial: none
//! Look for: both tasks begin after "good morning", in the order of spawning.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn count(shelf: &str, books: u32) -> u32 {
    println!("{shelf}: counting"); // first poll: main waits
    sleep(Duration::from_secs(1)).await;
    println!("{shelf}: {books} books"); // the timer fired
    books
}

async fn greet() {
    println!("good morning"); // same poll: nothing to wait for
}

fn main() {
    classroom::run(async {
        let history = tokio::spawn(count("history", 30));
        let poetry = tokio::spawn(count("poetry", 12));
        println!("both are queued"); // main has not waited yet
        greet().await;
        let history = history.await.expect("counting does not panic");
        let poetry = poetry.await.expect("counting does not panic");
        println!("{} books", history + poetry); // both tasks have finished
    });
}
