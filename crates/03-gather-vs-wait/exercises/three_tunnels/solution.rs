//! `join!` polls all three in main, and returns the results in the order written.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
async fn ask(tunnel: &str, ms: u64, cars: u32) -> u32 {
    sleep(Duration::from_millis(ms)).await;
    println!("{tunnel}: answers");
    cars
}
// end

fn main() {
    classroom::run(async {
        let (gotthard, simplon, arlberg) = tokio::join!(
            ask("Gotthard", 300, 40),
            ask("Simplon", 100, 4),
            ask("Arlberg", 200, 12),
        );

        println!("Gotthard {gotthard}, Simplon {simplon}, Arlberg {arlberg}");
    });
}
