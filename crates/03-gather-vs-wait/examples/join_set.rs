//! A JoinSet gives results as they come, and takes its tasks along when dropped.
//!
//! Tutorial: none
//! Look for: the slowest shop never answers. Its task ends when the set does.

use std::time::Duration;

use classroom::println;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn ask_price(shop: &str, millis: u64) -> String {
    println!("{shop}: asked"); // the first turn of this task
    sleep(Duration::from_millis(millis)).await;
    println!("{shop}: answered"); // the timer of this shop
    format!("offer from {shop}")
}

fn main() {
    classroom::run(async {
        let mut offers = JoinSet::new();
        for (shop, millis) in [("Adler", 300), ("Bär", 100), ("Luchs", 200)] {
            offers.spawn(ask_price(shop, millis));
        }
        for _ in 0..2 {
            let offer = offers.join_next().await.expect("three were asked");
            // The fastest that was not taken yet.
            println!("{}", offer.expect("no shop panics"));
        }
        drop(offers);
        println!("two are enough"); // dropping the set aborts the one still waiting
        sleep(Duration::from_secs(1)).await;
        println!("shops are closed"); // long after the third answer was due
    });
}
