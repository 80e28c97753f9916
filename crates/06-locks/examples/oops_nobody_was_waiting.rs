//! Oops: notify_waiters is lost if no task waits yet; a watch keeps its value.
//!
//! Tutorial: none
//! Look for: the first wait times out, though the whistle was blown.
//! Twin: none, because asyncio.Event keeps its value: there is no such whistle

use std::time::Duration;

use classroom::println;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

const SECOND: Duration = Duration::from_secs(1);

fn main() {
    classroom::run(async {
        let whistle = Notify::new();
        whistle.notify_waiters();
        let heard = timeout(SECOND, whistle.notified()).await;
        println!("notify_waiters: {}", heard.is_ok()); // the limit has passed

        whistle.notify_one();
        whistle.notify_one();
        let heard = timeout(SECOND, whistle.notified()).await;
        println!("notify_one twice: {}", heard.is_ok()); // one permit was kept
        let heard = timeout(SECOND, whistle.notified()).await;
        println!("wait again: {}", heard.is_ok()); // the limit has passed

        let (open, mut gate) = watch::channel(false);
        open.send_replace(true);
        let seen = timeout(SECOND, gate.wait_for(|is_open| *is_open)).await;
        println!("watch: {}", seen.is_ok()); // the value was already true
    });
}
