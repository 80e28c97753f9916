//! Spawns a shirt and awaits it before the next one: the tasks run one after the other.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
async fn care_for(shirt: u32) {
    for step in ["washed", "dried", "ironed"] {
        sleep(Duration::from_millis(100)).await;
        println!("shirt {shirt}: {step}");
    }
}
// end

fn main() {
    classroom::run(async {
        for shirt in 1..=3 {
            let shirt = tokio::spawn(care_for(shirt));
            shirt.await.expect("a shirt does not panic");
        }
        println!("the laundry is closed");
    });
}
