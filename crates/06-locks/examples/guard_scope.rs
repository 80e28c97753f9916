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
        println!("{what}: in the oven"); // the oven is ours from here on
        sleep(Duration::from_secs(1)).await;
        println!("{what}: out of the oven"); // its timer rang; the block ends here
    } // here the guard is dropped, and the oven is free
    sleep(Duration::from_secs(2)).await;
    println!("{what}: cool"); // cooling needs no oven
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
