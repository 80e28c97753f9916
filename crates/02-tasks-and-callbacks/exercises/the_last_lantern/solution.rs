//! Awaits every handle: it does not matter which task is the last.

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
        let lanterns = [1, 2, 3, 4].map(|lantern| tokio::spawn(light(lantern)));
        for lantern in lanterns {
            lantern.await.expect("a lantern does not panic");
        }
        println!("the festival begins");
    });
}
