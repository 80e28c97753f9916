//! The outer Result says how the task ended, the inner one what it returned.
//!
//! Tutorial: none
//! Look for: four ways for a task to end, and one match for all.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn weigh(fruit: &str) -> Result<u32, &'static str> {
    sleep(Duration::from_millis(100)).await;
    match fruit {
        "apple" => Ok(150),
        "melon" => Err("too heavy"),
        _ => panic!("the scale is broken"),
    }
}

fn main() {
    classroom::run(async {
        let fruits = ["apple", "melon", "kiwi", "plum"];
        let tasks = fruits.map(|fruit| tokio::spawn(weigh(fruit)));
        tasks[3].abort();
        for (fruit, task) in fruits.into_iter().zip(tasks) {
            match task.await {
                Ok(Ok(grams)) => println!("{fruit}: {grams} g"), // finished with Ok
                Ok(Err(error)) => println!("{fruit}: {error}"),  // finished with Err
                Err(end) if end.is_panic() => {
                    println!("{fruit}: the task panicked"); // did not return
                }
                Err(_) => println!("{fruit}: the task was aborted"), // never polled
            }
        }
    });
}
