//! Oops: add_permits in place of release(), so the limit grows.
//!
//! Tutorial: none
//! Look for: a desk for one, and one more visitor at it after each visit.

use classroom::println;
use tokio::sync::Semaphore;

async fn visit(desk: &Semaphore) {
    let _permit = desk.acquire().await.expect("it is never closed");
    // For "desk.release()". But the permit is dropped as well.
    desk.add_permits(1);
}

fn main() {
    classroom::run(async {
        let desk = Semaphore::new(1);
        for number in 1..=3 {
            visit(&desk).await;
            // one more than before this visit
            println!("after visit {number}: {} permits", desk.available_permits());
        }
    });
}
