//! select! takes the first result and drops the other branch halfway.
//!
//! Tutorial: none
//! Look for: the slow mirror hangs up when the fast one answers.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

/// A line that is hung up when it is dropped.
struct Line<'a>(&'a str);

impl Drop for Line<'_> {
    fn drop(&mut self) {
        println!("{}: hung up", self.0); // dropped with its future
    }
}

async fn call(mirror: &str, millis: u64) -> String {
    let line = Line(mirror);
    println!("{mirror}: called"); // first poll: polled in source order
    sleep(Duration::from_millis(millis)).await;
    println!("{mirror}: answered"); // its timer fired first
    format!("file from {}", line.0)
}

fn main() {
    classroom::run(async {
        let file = tokio::select! {
            biased; // polled in this order, so every run is the same
            file = call("Paris", 200) => file,
            file = call("Tokyo", 100) => file,
        };
        println!("{file}"); // select! has returned
    });
}
