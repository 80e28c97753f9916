//! The forms are right, and the lamp's sleep begins again with each of them.

use std::pin::pin;
use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

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
        for _ in 0..4 {
            let mut form = pin!(read_form(&mut sheets));
            loop {
                tokio::select! {
                    form = &mut form => {
                        println!("{form}");
                        break;
                    }
                    () = sleep(Duration::from_millis(400)) => println!("blink"),
                }
            }
        }
    });
}
