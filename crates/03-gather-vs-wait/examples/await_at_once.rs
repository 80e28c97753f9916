//! A task that is awaited at once has nobody to run beside.
//!
//! Tutorial: 003-6v-serial-await
//! Look for: three tasks, but each is made only when the one before it is done.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // "requesting"; main has just made this task
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}"); // "request done"; main has waited for it all along
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        for url in ["1.com", "2.com", "3.com"] {
            let task = tokio::spawn(get_request(url));
            // The loop stops here, before it comes to spawn the next one.
            task.await.expect("a request does not panic");
        }
        // "Total time": a sum, because no two of the tasks ever met.
        println!("总耗时： {:.2}", start.elapsed().as_secs_f64());
    });
}
