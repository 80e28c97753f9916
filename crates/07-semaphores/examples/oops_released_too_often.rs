//! Oops: release() was translated word for word, and now the limit grows.
//!
//! Tutorial: none
//! Look for: a desk for one, and one more visitor at it after each visit.

use classroom::println;
use tokio::sync::Semaphore;

async fn visit(desk: &Semaphore) {
    let _permit = desk.acquire().await.expect("nobody closes it");
    // "desk.release()". But the permit is dropped as well, so two come back for one.
    desk.add_permits(1);
}

fn main() {
    classroom::run(async {
        let desk = Semaphore::new(1);
        for number in 1..=3 {
            visit(&desk).await;
            // One more than before this visit.
            println!("after visit {number}: {} permits", desk.available_permits());
        }
    });
}
