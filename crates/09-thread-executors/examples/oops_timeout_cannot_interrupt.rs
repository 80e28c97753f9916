//! Oops: a timeout cannot interrupt work that blocks.
//!
//! Tutorial: none
//! Look for: the limit is 0.1 s, the answer comes at 0.3, and it is `Ok`.
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::time::timeout;

#[expect(clippy::disallowed_methods, reason = "this example is about it")]
async fn weigh() -> u32 {
    thread::sleep(Duration::from_millis(300)); // no await: the runtime waits too
    42
}

fn main() {
    classroom::run(async {
        let weighed = timeout(Duration::from_millis(100), weigh()).await;
        println!("{weighed:?}"); // the first poll has returned the value
    });
}
