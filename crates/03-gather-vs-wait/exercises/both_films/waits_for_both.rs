//! Waits for both films before it prints the first.

use std::time::Duration;

use classroom::println;
use tokio::task::JoinSet;
use tokio::time::sleep;

// given
/// Takes 200 ms for the one film and 300 ms for the other; the seed decides for which.
async fn develop(film: &'static str) -> &'static str {
    println!("{film}: in the bath");
    let quick = ["landscape", "portrait"][classroom::seed(0) as usize % 2];
    let millis = if film == quick { 200 } else { 300 };
    sleep(Duration::from_millis(millis)).await;
    println!("{film}: developed");
    film
}
// end

fn main() {
    classroom::run(async {
        let mut films = JoinSet::new();
        films.spawn(develop("landscape"));
        films.spawn(develop("portrait"));
        let films = films.join_all().await;
        println!("front page: {}", films[0]);
        println!("page two: {}", films[1]);
    });
}
