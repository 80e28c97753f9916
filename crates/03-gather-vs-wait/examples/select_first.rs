//! select! takes the first and drops the loser half-way.
//!
//! Tutorial: none
//! Look for: the slow mirror hangs up in the moment in which the fast one answers.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

/// A line that is hung up when nobody holds it any more, at whatever point that is.
struct Line<'a>(&'a str);

impl Drop for Line<'_> {
    fn drop(&mut self) {
        println!("{}: hung up", self.0); // its future ends here, finished or not
    }
}

async fn call(mirror: &str, millis: u64) -> String {
    let line = Line(mirror);
    println!("{mirror}: called"); // select! polls its branches from top to bottom
    sleep(Duration::from_millis(millis)).await;
    println!("{mirror}: answered"); // the first timer that rings decides
    format!("file from {}", line.0)
}

fn main() {
    classroom::run(async {
        let file = tokio::select! {
            biased; // from top to bottom: without it, tokio draws lots each time
            file = call("Paris", 200) => file,
            file = call("Tokyo", 100) => file,
        };
        println!("{file}"); // both calls are over; one of them without an answer
    });
}
