//! Three shirts at the same time
//!
//! A laundry washes, dries and irons a shirt in 300 ms. It begins with the next shirt
//! when one is ironed, so three shirts take 0.90 s. Give each shirt a task of its own:
//! all three begin at once, and the laundry closes when the last is ironed.

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
            care_for(shirt).await;
        }
        println!("the laundry is closed");
    });
}
