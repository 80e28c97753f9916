//! A bounded channel makes a quick producer wait for a slow consumer.
//!
//! Tutorial: none
//! Look for: three pages at 0.00, and from then on one page whenever one is printed.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

fn main() {
    classroom::run(async {
        let (sender, pages) = async_channel::bounded(2);
        let author = tokio::spawn(async move {
            for page in 1..=5 {
                sender.send(page).await.expect("main holds the receiver");
                println!("page {page} written"); // there was a place for it
            }
        });
        while let Ok(page) = pages.recv().await {
            sleep(Duration::from_millis(100)).await;
            println!("page {page} printed"); // printing a page takes 100 ms
        }
        author.await.expect("the author does not panic");
    });
}
