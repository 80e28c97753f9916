//! Oops: a future with two awaits is dropped between them, and a shoe is lost.
//!
//! Tutorial: none
//! Look for: the first pair does not match. The second one, pinned outside, does.

use std::pin::pin;
use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

async fn pair(shoes: &mut mpsc::Receiver<&str>) -> String {
    let one = shoes.recv().await.expect("the belt runs on");
    let other = shoes.recv().await.expect("the belt runs on");
    format!("{one} and {other}")
}

/// Brings a shoe at 300 ms, and one every 200 ms after that.
fn belt() -> mpsc::Receiver<&'static str> {
    let (sender, shoes) = mpsc::channel(8);
    tokio::spawn(async move {
        sleep(Duration::from_millis(100)).await;
        for shoe in ["left 1", "right 1", "left 2", "right 2"] {
            sleep(Duration::from_millis(200)).await;
            // Main may have stopped listening.
            let _closed = sender.send(shoe).await;
        }
    });
    shoes
}

fn main() {
    let blink = || sleep(Duration::from_millis(400));
    classroom::run(async move {
        let mut shoes = belt();
        loop {
            tokio::select! {
                both = pair(&mut shoes) => {
                    println!("made again: {both}"); // pair has returned
                    break;
                }
                () = blink() => println!("blink"), // the timer fired: pair is dropped
            }
        }

        let mut shoes = belt();
        let mut next = pin!(pair(&mut shoes));
        loop {
            tokio::select! {
                both = &mut next => {
                    println!("kept: {both}"); // pair has returned
                    break;
                }
                () = blink() => println!("blink"), // the timer fired: pair goes on
            }
        }
    });
}
