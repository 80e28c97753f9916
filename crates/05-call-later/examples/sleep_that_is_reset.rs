//! A pinned sleep can be given a new deadline.
//!
//! Tutorial: none
//! Look for: the watchman falls asleep one second after the last question.

use std::pin::pin;
use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

async fn ask(questions: mpsc::Sender<()>) {
    for pause in [500, 700] {
        sleep(Duration::from_millis(pause)).await;
        questions.send(()).await.expect("the watchman is awake");
    }
    questions.closed().await;
}

fn main() {
    classroom::run(async {
        let (sender, mut questions) = mpsc::channel(8);
        tokio::spawn(ask(sender));
        let mut tired = pin!(sleep(SECOND));
        loop {
            tokio::select! {
                Some(()) = questions.recv() => {
                    println!("still here"); // recv has returned a question
                    tired.as_mut().reset(Instant::now() + SECOND);
                }
                () = &mut tired => {
                    println!("asleep"); // the timer fired, at its last deadline
                    break;
                }
            }
        }
    });
}
