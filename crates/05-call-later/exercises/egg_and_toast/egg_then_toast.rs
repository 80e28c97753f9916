//! The egg in time, but the toast only after it.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
/// Two seconds; with another seed, another time below three seconds.
async fn make_toast() {
    sleep(Duration::from_millis(2000 + 450 * (classroom::seed(0) % 3))).await;
    println!("the toast is brown");
}
// end

async fn boil() {
    sleep(Duration::from_secs(3)).await;
}

fn main() {
    classroom::run(async {
        println!("the egg goes in");
        boil().await;
        println!("the egg comes out");
        make_toast().await;
    });
}
