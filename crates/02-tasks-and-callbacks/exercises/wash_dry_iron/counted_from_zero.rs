//! Washes shirts 0, 1 and 2.

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
        let shirts = [0, 1, 2].map(|shirt| tokio::spawn(care_for(shirt)));
        for shirt in shirts {
            shirt.await.expect("a shirt does not panic");
        }
        println!("the laundry is closed");
    });
}
