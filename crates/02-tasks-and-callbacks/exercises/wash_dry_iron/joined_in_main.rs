//! All three at once, but in main: `join!` spawns no task.

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
        tokio::join!(care_for(1), care_for(2), care_for(3));
        println!("the laundry is closed");
    });
}
