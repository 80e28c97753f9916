//! Oops: the permit was named `_`, so it was released at once.
//!
//! Tutorial: none
//! Look for: one printer, and three posters on it at the same time.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

static AT_THE_PRINTER: Gauge = Gauge::new();

async fn print_poster(number: u32, printer: Arc<Semaphore>) {
    // `_` is not a name: the permit is dropped in this line.
    let _ = printer.acquire().await.expect("it is never closed");
    let _at_the_printer = AT_THE_PRINTER.enter();
    println!("poster {number}: printing"); // acquire did not wait
    sleep(Duration::from_secs(1)).await;
}

fn main() {
    classroom::run(async {
        let printer = Arc::new(Semaphore::new(1));
        let mut posters = JoinSet::new();
        for number in 1..=3 {
            posters.spawn(print_poster(number, Arc::clone(&printer)));
        }
        posters.join_all().await;
        println!("allowed 1, at once {}", AT_THE_PRINTER.max()); // counted by the gauge
    });
}
