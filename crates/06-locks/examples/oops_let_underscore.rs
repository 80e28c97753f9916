//! Oops: `let _ =` takes the lock and drops it at once.
//!
//! Tutorial: none
//! Look for: the rolls go in while the bread is in.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

async fn bake(what: &str, oven: Arc<Mutex<()>>) {
    // `_` is not a variable: the guard is dropped in this line.
    let _ = oven.lock().await;
    println!("{what}: in the oven"); // the guard is dropped already
    sleep(Duration::from_secs(1)).await;
    println!("{what}: out of the oven"); // the timer fired
}

fn main() {
    classroom::run(async {
        let oven = Arc::new(Mutex::new(()));
        let bread = tokio::spawn(bake("bread", Arc::clone(&oven)));
        let rolls = tokio::spawn(bake("rolls", oven));
        bread.await.expect("baking does not panic");
        rolls.await.expect("baking does not panic");
    });
}
