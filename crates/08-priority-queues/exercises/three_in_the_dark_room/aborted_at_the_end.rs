//! Counts the films that are done, and aborts the developers, who still wait.

use std::time::Duration;

use async_channel::{Receiver, Sender};
use classroom::println;
use tokio::time::sleep;

// given
async fn develop(film: u32) {
    let millis = [100, 100, 100, 400, 100, 200, 200, 200][film as usize - 1];
    sleep(Duration::from_millis(millis)).await;
    println!("film {film} is developed");
}
// end

async fn work(films: Receiver<u32>, done: Sender<u32>) {
    while let Ok(film) = films.recv().await {
        develop(film).await;
        done.send(film).await.expect("main counts them");
    }
}

fn main() {
    classroom::run(async {
        let (sender, films) = async_channel::bounded(8);
        let (done_sender, done) = async_channel::bounded(8);
        let developers =
            [1, 2, 3].map(|_| tokio::spawn(work(films.clone(), done_sender.clone())));
        for film in 1..=8 {
            let sent = sender.send(film).await;
            sent.expect("the dark room takes films");
        }
        for _ in 1..=8 {
            done.recv().await.expect("main holds a sender");
        }
        for developer in developers {
            developer.abort();
        }
        println!("the dark room is empty");
    });
}
