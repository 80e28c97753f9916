//! Oops: two futures made together still run one after the other.
//!
//! Tutorial: none
//! Look for: the tea starts when the toast is done. Making a future does not start it.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn prepare(dish: &str) {
    println!("{dish}: started"); // first poll of this future
    sleep(Duration::from_secs(1)).await;
    println!("{dish}: ready"); // its own timer fired, one second after its start
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        let toast = prepare("toast");
        let tea = prepare("tea"); // made, and not yet polled
        toast.await;
        tea.await;
        // one second for each
        println!("breakfast took {:.2} s", start.elapsed().as_secs_f64());
    });
}
