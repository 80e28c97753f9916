//! Three tunnels, asked at the same time
//!
//! A traffic desk asks three tunnels how long their queue is. It asks one after the
//! other, and the last answer comes at 0.60. Ask all three at once, in main itself: no
//! other task.

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
        let gotthard = ask("Gotthard", 300, 40).await;
        let simplon = ask("Simplon", 100, 4).await;
        let arlberg = ask("Arlberg", 200, 12).await;

        println!("Gotthard {gotthard}, Simplon {simplon}, Arlberg {arlberg}");
    });
}
