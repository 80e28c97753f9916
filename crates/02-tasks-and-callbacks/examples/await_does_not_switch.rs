//! Control changes hands only where an await must wait.
//!
//! Tutorial: none
//! Look for: two awaits pass, and the other task still has not run.

use classroom::println;
use tokio::task::yield_now;

async fn inner() {
    println!("inner"); // awaited by main, and ready at once
}

fn main() {
    classroom::run(async {
        let other = tokio::spawn(async {
            println!("other task runs"); // main gave up its turn at last
        });
        inner().await;
        inner().await;
        println!("still no switch"); // neither await had to wait
        yield_now().await;
        println!("switched"); // main is back: it had gone to the end of the queue
        other.await.expect("the other task does not panic");
    });
}
