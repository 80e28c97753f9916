//! A sleep counts from its call, so it is called when the egg goes in.

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

fn main() {
    classroom::run(async {
        println!("the egg goes in");
        let egg = sleep(Duration::from_secs(3));
        make_toast().await;
        egg.await;
        println!("the egg comes out");
    });
}
