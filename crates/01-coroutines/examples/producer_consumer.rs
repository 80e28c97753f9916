//! Awaiting directly is calling: one thing after the other.
//!
//! Tutorial: 003-2-producer-consumer
//! Look for: strict alternation in a single task. There is no queue and no concurrency.

use classroom::println;

async fn producer() {
    for item in 1..6 {
        println!("生产：{item}"); // "produced"; the next line hands it over and waits
        consumer(item).await;
    }
}

async fn consumer(item: i32) {
    println!("消费：{item}"); // "consumed", inside the producer's own poll
}

fn main() {
    classroom::run(producer());
}
