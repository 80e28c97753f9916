//! A form has two sheets, and none is lost
//!
//! A scanner gives the two sheets of each form one after the other, and meanwhile a
//! lamp should blink every 400 ms. But a blink between the two sheets of a form loses
//! the first of them, and the next form is mixed up. And with each form, the lamp
//! begins its 400 ms again. Read forms 1 to 4 whole, and keep the lamp blinking in
//! time.

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
        let mut forms = 0;
        while forms < 4 {
            tokio::select! {
                form = read_form(&mut sheets) => {
                    println!("{form}");
                    forms += 1;
                }
                () = sleep(Duration::from_millis(400)) => println!("blink"),
            }
        }
    });
}
