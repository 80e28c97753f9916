//! Oops: the permit was named `_`, so it was given back at once.
//!
//! Tutorial: none
//! Look for: one printer, and three posters on it in the same moment.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

static AT_THE_PRINTER: Gauge = Gauge::new();

async fn print_poster(number: u32, printer: Arc<Semaphore>) {
    // `_` is no name: nothing keeps the permit, and it is dropped in this very line.
    let _ = printer.acquire().await.expect("nobody closes it");
    let _at_the_printer = AT_THE_PRINTER.enter();
    println!("poster {number}: printing"); // the permit was free, again and again
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
        println!("allowed 1, at once {}", AT_THE_PRINTER.max()); // no error anywhere
    });
}
