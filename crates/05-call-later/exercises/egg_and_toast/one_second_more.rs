//! Subtracts the two seconds of the toast by hand: right with one seed only.

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

async fn boil_on() {
    sleep(Duration::from_secs(1)).await;
}

fn main() {
    classroom::run(async {
        println!("the egg goes in");
        make_toast().await;
        boil_on().await;
        println!("the egg comes out");
    });
}
