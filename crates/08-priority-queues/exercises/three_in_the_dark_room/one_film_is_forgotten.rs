//! The range ends before the eighth film.

use std::time::Duration;

use async_channel::Receiver;
use classroom::println;
use tokio::time::sleep;

// given
async fn develop(film: u32) {
    let millis = [100, 100, 100, 400, 100, 200, 200, 200][film as usize - 1];
    sleep(Duration::from_millis(millis)).await;
    println!("film {film} is developed");
}
// end

async fn work(films: Receiver<u32>) {
    while let Ok(film) = films.recv().await {
        develop(film).await;
    }
}

fn main() {
    classroom::run(async {
        let (sender, films) = async_channel::bounded(8);
        let developers = [1, 2, 3].map(|_| tokio::spawn(work(films.clone())));
        for film in 1..8 {
            let sent = sender.send(film).await;
            sent.expect("the dark room takes films");
        }
        drop(sender);
        for developer in developers {
            developer.await.expect("a developer does not panic");
        }
        println!("the dark room is empty");
    });
}
