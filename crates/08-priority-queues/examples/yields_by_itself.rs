//! A task that never has to wait is made to yield after 128 operations.
//!
//! Tutorial: none
//! Look for: the guest knocks before the clerk has read all letters.
//! Twin: none, because asyncio lets the clerk read all 400 first

use classroom::println;
use tokio::sync::mpsc;
use tokio::task::yield_now;

fn main() {
    classroom::run(async {
        let (sender, mut letters) = mpsc::unbounded_channel();
        for letter in 1..=400 {
            sender.send(letter).expect("main holds the receiver");
        }
        drop(sender);
        let clerk = tokio::spawn(async move {
            while let Some(letter) = letters.recv().await {
                if letter % 100 == 0 {
                    println!("read {letter}"); // recv never has to wait
                }
            }
        });
        let guest = tokio::spawn(async {
            for knock in 1..=3 {
                println!("knock {knock}"); // the clerk has given way
                yield_now().await;
            }
        });
        clerk.await.expect("the clerk does not panic");
        guest.await.expect("the guest does not panic");
    });
}
