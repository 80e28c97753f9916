//! Oops: with an await in the middle, the order of the tasks decides.
//!
//! Tutorial: none
//! Look for: two orders give the right total, -5. The program is wrong all the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn change(step: i32, total: Arc<AtomicI32>) {
    for _ in 0..5 {
        let read = total.load(Ordering::Relaxed);
        // The await in the wrong place: the other tasks run here.
        sleep(Duration::from_millis(10)).await;
        total.store(read + step, Ordering::Relaxed);
    }
}

async fn total_of(steps: [i32; 3]) -> i32 {
    let total = Arc::new(AtomicI32::new(0));
    let tasks = steps.map(|step| tokio::spawn(change(step, Arc::clone(&total))));
    for task in tasks {
        task.await.expect("counting does not panic");
    }
    total.load(Ordering::Relaxed)
}

fn main() {
    classroom::run(async {
        for steps in [[-1, 1, -1], [1, -1, -1], [-1, -1, 1]] {
            let total = total_of(steps).await;
            // the last task to write decides
            println!("{steps:?}: {total}");
        }
    });
}
