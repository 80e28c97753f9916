//! Oops: two cooks take one hob each, and wait for a second one.
//!
//! Tutorial: none
//! Look for: ten seconds in which neither goes on; then two permits at once.

use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

async fn one_by_one(dish: &str, hobs: &Semaphore) {
    let _first = hobs.acquire().await.expect("it is never closed");
    println!("{dish}: has one hob"); // acquire has returned a permit
    sleep(Duration::from_millis(100)).await; // the pan gets hot
    let _second = hobs.acquire().await.expect("it is never closed");
    println!("{dish}: has two hobs"); // never printed: the other cook has it
}

async fn both_at_once(dish: &str, hobs: &Semaphore) {
    let _both = hobs.acquire_many(2).await.expect("it is never closed");
    println!("{dish}: has two hobs"); // acquire_many has returned both
    sleep(Duration::from_secs(1)).await;
}

fn main() {
    classroom::run(async {
        let hobs = Semaphore::new(2);
        let dinner = async {
            tokio::join!(one_by_one("soup", &hobs), one_by_one("stew", &hobs))
        };
        if timeout(Duration::from_secs(10), dinner).await.is_err() {
            println!("no dinner today"); // the limit of ten seconds has passed
        }
        tokio::join!(both_at_once("soup", &hobs), both_at_once("stew", &hobs));
        println!("dinner is ready"); // both have cooked
    });
}
