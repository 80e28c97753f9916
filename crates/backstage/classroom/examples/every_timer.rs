//! Every kind of timer, each of them the only one that is left: the run must go on.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, interval, sleep, sleep_until, timeout, timeout_at};

fn main() {
    classroom::run(async {
        let second = Duration::from_secs(1);
        let mut day = interval(second);
        for _ in 0..3 {
            day.tick().await;
        }
        println!("interval");
        sleep(second).await;
        println!("sleep");
        sleep_until(Instant::now() + second).await;
        println!("sleep_until");
        let never = std::future::pending::<()>();
        let late = timeout(second, never).await.is_err();
        println!("timeout: {late}");
        let never = std::future::pending::<()>();
        let late = timeout_at(Instant::now() + second, never).await.is_err();
        println!("timeout_at: {late}");
        day.reset();
        day.tick().await;
        println!("interval that was reset");
    });
}
