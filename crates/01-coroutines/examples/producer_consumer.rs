//! Awaiting directly is calling: one thing after the other.
//!
//! Tutorial: 003-2-producer-consumer
//! Look for: strict alternation in a single task. There is no queue and no concurrency.

use classroom::println;

async fn producer() {
    for item in 1..6 {
        println!("生产：{item}"); // "produced"; consumer is called next
        consumer(item).await;
    }
}

async fn consumer(item: i32) {
    println!("消费：{item}"); // "consumed"; same poll: the await did not wait
}

fn main() {
    classroom::run(producer());
}
