//! The egg cooks while the toast browns
//!
//! The egg goes into the water at 0.00, and it is done after three seconds. Meanwhile
//! the cook makes toast. But the egg comes out at 5.00, and it is hard: its three
//! seconds begin when the toast is brown. Take it out at 3.00. The cook is alone: main
//! does it all, without another task.

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
        let egg = boil();
        make_toast().await;
        egg.await;
        println!("the egg comes out");
    });
}
