//! Three in the dark room
//!
//! Eight films wait for one developer, who needs 1.40 s. Let three developers work,
//! each in a task of its own. A developer takes the next film as soon as she has
//! finished one, because the time that a film takes is not known beforehand. After the
//! last film, all three tasks return.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::sleep;

// given
async fn develop(film: u32) {
    let millis = [100, 100, 100, 400, 100, 200, 200, 200][film as usize - 1];
    sleep(Duration::from_millis(millis)).await;
    println!("film {film} is developed");
}
// end

async fn work(mut films: Receiver<u32>) {
    while let Some(film) = films.recv().await {
        develop(film).await;
    }
}

fn main() {
    classroom::run(async {
        let (sender, films) = mpsc::channel(8);
        let developer = tokio::spawn(work(films));
        for film in 1..=8 {
            let sent = sender.send(film).await;
            sent.expect("the dark room takes films");
        }
        drop(sender);
        developer.await.expect("a developer does not panic");
        println!("the dark room is empty");
    });
}
