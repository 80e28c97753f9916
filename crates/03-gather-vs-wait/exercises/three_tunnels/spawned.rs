//! A task for each tunnel: done as early, but main should do it alone.

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
        let gotthard = tokio::spawn(ask("Gotthard", 300, 40));
        let simplon = tokio::spawn(ask("Simplon", 100, 4));
        let arlberg = tokio::spawn(ask("Arlberg", 200, 12));
        let gotthard = gotthard.await.expect("it does not panic");
        let simplon = simplon.await.expect("it does not panic");
        let arlberg = arlberg.await.expect("it does not panic");

        println!("Gotthard {gotthard}, Simplon {simplon}, Arlberg {arlberg}");
    });
}
