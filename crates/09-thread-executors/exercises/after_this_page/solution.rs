//! The thread looks before each page whether it is time for lunch.
//!
//! Clock: real

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
/// The time until lunch: 750 ms, and something else with a seed.
fn lunch() -> Duration {
    Duration::from_millis(150 + 300 * classroom::seed(2))
}

/// Prints a page. It takes 300 ms.
#[expect(clippy::disallowed_methods, reason = "a printer blocks its thread")]
fn print_page(page: u32) {
    thread::sleep(Duration::from_millis(300));
    println!("page {page}");
}
// end

fn main() {
    classroom::run(async {
        let stop = Arc::new(AtomicBool::new(false));
        let is_lunch = Arc::clone(&stop);
        let printer = tokio::task::spawn_blocking(move || {
            for page in 1..=8 {
                if is_lunch.load(Ordering::Relaxed) {
                    break;
                }
                print_page(page);
            }
        });
        sleep(lunch()).await;
        println!("main: lunch");
        stop.store(true, Ordering::Relaxed);
        printer.await.expect("printing does not panic");
        println!("main: the printer is off");
    });
}
