//! A JoinSet returns results as they come, and aborts its tasks when dropped.
//!
//! Tutorial: none
//! Look for: the slowest shop never answers. Its task ends when the set does.

use std::time::Duration;

use classroom::println;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn ask_price(shop: &str, millis: u64) -> String {
    println!("{shop}: asked"); // first poll of this task
    sleep(Duration::from_millis(millis)).await;
    println!("{shop}: answered"); // the timer fired
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
            // join_next has returned
            println!("{}", offer.expect("no shop panics"));
        }
        drop(offers);
        println!("two are enough"); // the set is dropped, and Adler aborted
        sleep(Duration::from_secs(1)).await;
        println!("shops are closed"); // the timer fired: Adler did not answer
    });
}
