//! Oops: two cooks, two hobs, and each took one and waits for the other.
//!
//! Tutorial: none
//! Look for: ten seconds in which nobody can go on; then two permits in one go.

use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

async fn one_by_one(dish: &str, hobs: &Semaphore) {
    let _first = hobs.acquire().await.expect("nobody closes it");
    println!("{dish}: has one hob"); // this cook needs another
    sleep(Duration::from_millis(100)).await; // the pan gets hot
    let _second = hobs.acquire().await.expect("nobody closes it");
    println!("{dish}: has two hobs"); // never printed: the other cook has one of them
}

async fn both_at_once(dish: &str, hobs: &Semaphore) {
    let _both = hobs.acquire_many(2).await.expect("nobody closes it");
    println!("{dish}: has two hobs"); // both came in one go
    sleep(Duration::from_secs(1)).await;
}

fn main() {
    classroom::run(async {
        let hobs = Semaphore::new(2);
        let dinner = async {
            tokio::join!(one_by_one("soup", &hobs), one_by_one("stew", &hobs))
        };
        if timeout(Duration::from_secs(10), dinner).await.is_err() {
            println!("no dinner today"); // or it would wait for ever
        }
        tokio::join!(both_at_once("soup", &hobs), both_at_once("stew", &hobs));
        println!("dinner is ready"); // one dish after the other
    });
}
