//! Another task runs only where an await has to wait.
//!
//! Tutorial: none
//! Look for: two awaits pass, and the other task still has not run.

use classroom::println;
use tokio::task::yield_now;

async fn inner() {
    println!("inner"); // same poll: this await has nothing to wait for
}

fn main() {
    classroom::run(async {
        let other = tokio::spawn(async {
            println!("other task runs"); // first poll: main yields
        });
        inner().await;
        inner().await;
        println!("still no switch"); // same poll: neither await had to wait
        yield_now().await;
        println!("switched"); // main is polled again: no other task is ready
        other.await.expect("the other task does not panic");
    });
}
