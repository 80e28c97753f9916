//! Both films, and neither twice
//!
//! A newspaper develops two films at the same time. The first to be ready goes on the
//! front page at once, the other on page two; the seed decides which film is the quick
//! one. This program throws the slow film away halfway, and begins it again. Develop
//! each film once.

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
        let first = tokio::select! {
            biased;
            film = develop("landscape") => film,
            film = develop("portrait") => film,
        };
        println!("front page: {first}");
        let other = match first {
            "landscape" => "portrait",
            _ => "landscape",
        };
        let second = develop(other).await;
        println!("page two: {second}");
    });
}
