//! Awaits only the handle of lantern 4, which is the last one with the first seed.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
/// The wind is another one with every seed.
fn wind(lantern: u64) -> Duration {
    Duration::from_millis(100 + 100 * ((lantern + classroom::seed(3)) % 4))
}

async fn light(lantern: u64) {
    sleep(wind(lantern)).await;
    println!("lantern {lantern} is lit");
}
// end

fn main() {
    classroom::run(async {
        for lantern in 1..=3 {
            tokio::spawn(light(lantern));
        }
        let last = tokio::spawn(light(4));
        last.await.expect("a lantern does not panic");
        println!("the festival begins");
    });
}
