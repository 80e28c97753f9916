//! After this page
//!
//! A printer has eight pages to print, in a thread. At lunch main wants to switch it
//! off, but `abort` does not stop it: it prints all eight. Let it finish the page that
//! is in it, and print no other. Only when that page is done may main say that the
//! printer is off. The seed decides when lunch is.
//!
//! Clock: real

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
        let printer = tokio::task::spawn_blocking(|| {
            for page in 1..=8 {
                print_page(page);
            }
        });
        sleep(lunch()).await;
        println!("main: lunch");
        printer.abort();
        let _ended = printer.await;
        println!("main: the printer is off");
    });
}
