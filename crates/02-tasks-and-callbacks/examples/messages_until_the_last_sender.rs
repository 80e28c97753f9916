//! recv returns None when the channel is empty and its last sender is gone.
//!
//! Tutorial: none
//! Look for: "closed" comes when the second oven is out. No message says so.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

async fn bake(oven: u32, shop: mpsc::Sender<String>) {
    for loaf in 1..=2 {
        sleep(Duration::from_millis(200)).await;
        let loaf = format!("loaf {loaf} of oven {oven}");
        shop.send(loaf).await.expect("the shop is open");
    }
    println!("oven {oven}: out"); // its last send has returned
}

fn main() {
    classroom::run(async {
        let (sender, mut loaves) = mpsc::channel(8);
        tokio::spawn(bake(1, sender.clone()));
        tokio::spawn(bake(2, sender));
        while let Some(loaf) = loaves.recv().await {
            println!("sold: {loaf}"); // recv has returned a loaf
        }
        println!("closed"); // recv has returned None
    });
}
