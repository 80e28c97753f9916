//! join! runs its branches inside one task.
//!
//! Tutorial: none
//! Look for: the task column. Three things at once, and every line is printed by main.

use std::time::Duration;

use classroom::println;
use tokio::time::{Instant, sleep};

async fn prepare(dish: &str, millis: u64) -> String {
    println!("{dish}: started"); // first poll of this branch
    sleep(Duration::from_millis(millis)).await;
    println!("{dish}: ready"); // the timer fired
    format!("warm {dish}")
}

fn main() {
    classroom::run(async {
        let start = Instant::now();
        // Lent to a branch. A task would have to own it.
        let order = String::from("eggs");
        let (toast, eggs, tea) = tokio::join!(
            prepare("toast", 200),
            prepare(&order, 300),
            prepare("tea", 100),
        );
        println!("{toast}, {eggs}, {tea}"); // join! has returned, in source order
        println!("{:.2} s", start.elapsed().as_secs_f64()); // the longest branch
    });
}
