//! A number drawn at the call
//!
//! A guest draws a number when `queue_up` is called, and is served 500 ms after the
//! future is awaited. Ida should have her number before the door is shut, but in this
//! program she draws it 200 ms later. Change `queue_up`; main stays as it is.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn queue_up(guest: &str) {
    println!("{guest}: number drawn");
    sleep(Duration::from_millis(500)).await;
    println!("{guest}: served");
}

// given
fn main() {
    classroom::run(async {
        let ida = queue_up("Ida");
        println!("the door is shut");
        sleep(Duration::from_millis(200)).await;
        ida.await;
    });
}
// end
