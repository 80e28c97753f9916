//! The last lantern
//!
//! Four tasks light a lantern each. How long that takes depends on the wind, which is
//! another one with each seed. Main sleeps for 250 ms, begins the festival, and two
//! lanterns never burn. Begin it as soon as the last lantern is lit, whatever the wind.
//! Main must not sleep.

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
        for lantern in 1..=4 {
            tokio::spawn(light(lantern));
        }
        sleep(Duration::from_millis(250)).await;
        println!("the festival begins");
    });
}
