//! Oops: two futures made together still run one after the other.
//!
//! Tutorial: none
//! Look for: the tea starts when the toast is done. Making a future does not start it.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn prepare(dish: &str) {
    println!("{dish}: started"); // only now is this future polled for the first time
    sleep(Duration::from_secs(1)).await;
    println!("{dish}: ready"); // one second after its own start
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let toast = prepare("toast");
        let tea = prepare("tea"); // exists from here on, and waits for its await
        toast.await;
        tea.await;
        println!("breakfast took {:.2} s", start.elapsed().as_secs_f64()); // not 1.00
    });
}
