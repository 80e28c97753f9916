//! A bounded channel makes a quick producer wait for a slow consumer.
//!
//! Tutorial: none
//! Look for: three pages at 0.00, and from then on one page whenever one is printed.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

fn main() {
    classroom::run(async {
        let (sender, mut pages) = mpsc::channel(2);
        let author = tokio::spawn(async move {
            for page in 1..=5 {
                sender.send(page).await.expect("main holds the receiver");
                println!("page {page} written"); // send has returned
            }
        });
        while let Some(page) = pages.recv().await {
            sleep(Duration::from_millis(100)).await;
            println!("page {page} printed"); // the timer fired
        }
        author.await.expect("the author does not panic");
    });
}
