//! `biased` asks for the form first in each round, and drops it all the same.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

// given
/// Gives a sheet every 230 ms: 1a, 1b, 2a, 2b, and so on.
fn scanner() -> mpsc::Receiver<String> {
    let (sender, sheets) = mpsc::channel(8);
    tokio::spawn(async move {
        for form in 1.. {
            for side in ["a", "b"] {
                sleep(Duration::from_millis(230)).await;
                if sender.send(format!("{form}{side}")).await.is_err() {
                    return; // the reader is done
                }
            }
        }
    });
    sheets
}

async fn read_form(sheets: &mut mpsc::Receiver<String>) -> String {
    let first = sheets.recv().await.expect("the scanner goes on");
    let second = sheets.recv().await.expect("the scanner goes on");
    format!("form {first} + {second}")
}
// end

fn main() {
    classroom::run(async {
        let mut sheets = scanner();
        let mut lamp = interval(Duration::from_millis(400));
        lamp.tick().await; // the first tick comes at once
        let mut forms = 0;
        while forms < 4 {
            tokio::select! {
                biased;
                form = read_form(&mut sheets) => {
                    println!("{form}");
                    forms += 1;
                }
                _ = lamp.tick() => println!("blink"),
            }
        }
    });
}
