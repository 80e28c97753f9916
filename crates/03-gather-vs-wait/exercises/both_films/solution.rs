//! `select!` waits for the two handles; the task of the slower film goes on.

use std::time::Duration;

use classroom::println;
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
        let mut landscape = tokio::spawn(develop("landscape"));
        let mut portrait = tokio::spawn(develop("portrait"));
        let (first, other) = tokio::select! {
            biased;
            film = &mut landscape => (film, portrait),
            film = &mut portrait => (film, landscape),
        };
        println!("front page: {}", first.expect("developing does not panic"));
        let second = other.await.expect("developing does not panic");
        println!("page two: {second}");
    });
}
