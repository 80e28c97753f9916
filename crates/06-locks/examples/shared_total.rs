//! Without an await in between, no other task can run.
//!
//! Tutorial: 001-12-shared-total
//! Look for: three blocks of five. Which one comes first is chance (try `--seed 2`);
//!   the -5 is not.

use std::sync::atomic::{AtomicI32, Ordering};

use classroom::println;
use gather_vs_wait::set_order;

// Python's global variable. Tasks may run on several threads, so it must be an atomic.
static TOTAL: AtomicI32 = AtomicI32::new(0);

async fn change(name: &str, step: i32) {
    for number in 0..5 {
        println!("执行{name}:{number}"); // "run"; first poll: no await in the loop
        // Relaxed, as nothing but this number is shared.
        TOTAL.fetch_add(step, Ordering::Relaxed);
    }
}

fn main() {
    classroom::run(async {
        let changes = vec![("desc", -1), ("add", 1), ("desc2", -1)];
        // Up to Python 3.10, wait put the coroutines into a set.
        let changes = set_order(changes, classroom::seed(15)).into_iter();
        let tasks: Vec<_> = changes
            .map(|(name, step)| tokio::spawn(change(name, step)))
            .collect();
        for task in tasks {
            task.await.expect("counting does not panic");
        }
        let total = TOTAL.load(Ordering::Relaxed);
        println!("最后结果:{total}"); // "final result"; all three have finished
    });
}
