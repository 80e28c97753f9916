//! After this page
//!
//! A printer has eight pages to print, in a thread. At 0.75, lunch, main wants to
//! switch it off, but `abort` does not stop it: it prints all eight. Let it finish the
//! page that is in it, and print no other. Only when that page is done may main say
//! that the printer is off.
//!
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

const LUNCH: Duration = Duration::from_millis(750);

// given
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
        sleep(LUNCH).await;
        println!("main: lunch");
        printer.abort();
        let _ended = printer.await;
        println!("main: the printer is off");
    });
}
