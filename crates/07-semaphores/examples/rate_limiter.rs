//! A rate limits how many begin, not how many are open.
//!
//! Tutorial: none
//! Look for: two questions a second as allowed, and six of them open at the same time.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use semaphores::{Gauge, RateLimiter};
use tokio::task::JoinSet;
use tokio::time::sleep;

static UNDER_WAY: Gauge = Gauge::new();

async fn ask_weather(city: &str, limiter: Arc<RateLimiter>) {
    limiter.acquire().await; // returns no permit: nothing to release
    let _under_way = UNDER_WAY.enter();
    println!("{city}: asked"); // the limiter has returned
    sleep(Duration::from_secs(3)).await;
}

fn main() {
    classroom::run(async {
        let limiter = Arc::new(RateLimiter::new(2, Duration::from_secs(1)));
        let mut questions = JoinSet::new();
        for city in ["Rome", "Lima", "Oslo", "Kyiv", "Bern", "Cork"] {
            questions.spawn(ask_weather(city, Arc::clone(&limiter)));
        }
        questions.join_all().await;
        println!("most under way: {}", UNDER_WAY.max()); // counted by the gauge
    });
}
