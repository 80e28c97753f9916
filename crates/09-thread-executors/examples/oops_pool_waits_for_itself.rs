//! Oops: a job waits for a job in the queue, and the pool has no thread left.
//!
//! Tutorial: none
//! Look for: the price is looked up only when the order has given up.
//! Clock: real
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use thread_executors::{ThreadPoolExecutor, run_in_executor};

fn price() -> u32 {
    println!("price: looking it up"); // the order has left the only thread
    8
}

fn order(pool: &ThreadPoolExecutor) {
    println!("order: what is the price?"); // it holds the only thread
    let price = pool.submit(price).expect("the pool takes jobs");
    // Without a timeout it would wait forever.
    let answer = price.result(Some(Duration::from_millis(300)));
    let error = answer.expect_err("no thread can look it up");
    println!("order: {error}"); // the limit has passed; the price is queued
}

fn main() {
    classroom::run(async {
        let pool = Arc::new(ThreadPoolExecutor::new(1));
        let same_pool = Arc::clone(&pool);
        let order = run_in_executor(&pool, move || order(&same_pool));
        order.await.expect("the order does not panic");
        pool.shutdown(true);
        println!("main: closed"); // shutdown has waited for the queue
    });
}
