//! The last lantern
//!
//! Four tasks light a lantern each. How long a lantern takes depends on the wind, and
//! the grader tries three winds (seeds). Main sleeps for 250 ms and begins the
//! festival, although two lanterns are still dark. Begin it as soon as the last lantern
//! is lit. Main must not sleep.

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
