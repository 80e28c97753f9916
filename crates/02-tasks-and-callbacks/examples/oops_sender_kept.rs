//! Oops: main keeps a sender, so its own recv waits forever.
//!
//! Tutorial: none
//! Look for: two baskets at 0.10, then nothing is left that could wake main.
//! Exits: 3

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

async fn pick(basket: u32, cellar: mpsc::Sender<u32>) {
    sleep(Duration::from_millis(100)).await;
    cellar.send(basket).await.expect("the cellar is open");
}

fn main() {
    classroom::run(async {
        let (sender, mut baskets) = mpsc::channel(8);
        for basket in [1, 2] {
            tokio::spawn(pick(basket, sender.clone()));
        }
        // Here `drop(sender)` is missing.
        while let Some(basket) = baskets.recv().await {
            println!("basket {basket} is in the cellar"); // recv has returned it
        }
        println!("all are in"); // never printed: main's own sender is not dropped
    });
}
