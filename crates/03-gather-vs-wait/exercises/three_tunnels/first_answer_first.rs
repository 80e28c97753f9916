//! The results in the order of the answers.

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
        let (simplon, arlberg, gotthard) = tokio::join!(
            ask("Simplon", 100, 4),
            ask("Arlberg", 200, 12),
            ask("Gotthard", 300, 40),
        );

        println!("Simplon {simplon}, Arlberg {arlberg}, Gotthard {gotthard}");
    });
}
