//! The lock is held as long as its guard lives.
//!
//! Tutorial: 001-12av-with-await-lock
//! Look for: the rolls go in when the bread comes out, not when the bread is cool.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

async fn bake(what: &str, oven: Arc<Mutex<()>>) {
    {
        let _guard = oven.lock().await;
        println!("{what}: in the oven"); // lock has returned the guard
        sleep(Duration::from_secs(1)).await;
        println!("{what}: out of the oven"); // the timer fired
    } // the guard is dropped
    sleep(Duration::from_secs(2)).await;
    println!("{what}: cool"); // the timer fired
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
