//! Asks the handles again and again whether their tasks have finished, and sleeps in
//! between.

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
        while lanterns.iter().any(|lantern| !lantern.is_finished()) {
            sleep(Duration::from_millis(1)).await;
        }
        println!("the festival begins");
    });
}
