//! After a shutdown nothing comes in; what is in the queue still goes out.
//!
//! Tutorial: none
//! Look for: both clerks end by themselves, each when there is nothing left for it.
//! Uses: look-alike

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::sleep;

type Counter = PriorityQueue<u32, &'static str>;

async fn serve(clerk: &'static str, counter: Arc<Counter>, millis: u64) {
    // get fails once the queue is shut down and empty: that ends the loop.
    while let Ok((_, customer)) = counter.get().await {
        sleep(Duration::from_millis(millis)).await;
        println!("{clerk} served {customer}"); // was in the queue at closing time
    }
    println!("{clerk} goes home"); // get has failed: shut down, and empty
}

fn main() {
    classroom::run(async {
        let counter = Arc::new(Counter::new(0));
        let clerks = [("Ada", 200), ("Ben", 330)].map(|(clerk, millis)| {
            tokio::spawn(serve(clerk, Arc::clone(&counter), millis))
        });
        for customer in [(1, "Kim"), (2, "Lou"), (3, "Mia"), (4, "Nils")] {
            let put = counter.put(customer).await;
            put.expect("the door is still open");
        }
        counter.shutdown();
        println!("the door is closed"); // main has not waited: no clerk has run yet
        if let Err(error) = counter.put((5, "Olga")).await {
            println!("{}: {error}", error.0.1); // put has returned the customer
        }
        for clerk in clerks {
            clerk.await.expect("no clerk panics");
        }
    });
}
