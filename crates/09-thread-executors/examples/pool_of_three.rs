//! A pool of three does three things at a time.
//!
//! Tutorial: none
//! Look for: six parcels of 0.2 s each, and 0.4 s in all. The fourth had to wait.
//! Clock: real
//! Uses: look-alike

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use classroom::println;
use futures::future::join_all;
use thread_executors::{ThreadPoolExecutor, run_in_executor};

const WORKERS: usize = 3;

// Counted by all threads at once, so without a gap between reading and writing.
static BEGUN: AtomicUsize = AtomicUsize::new(0);
static RUNNING: AtomicUsize = AtomicUsize::new(0);
static MAX: AtomicUsize = AtomicUsize::new(0);

#[expect(clippy::disallowed_methods, reason = "a thread of the pool may block")]
fn pack() -> usize {
    let round = BEGUN.fetch_add(1, Ordering::SeqCst) / WORKERS + 1;
    let running = RUNNING.fetch_add(1, Ordering::SeqCst) + 1;
    MAX.fetch_max(running, Ordering::SeqCst);
    thread::sleep(Duration::from_millis(200));
    RUNNING.fetch_sub(1, Ordering::SeqCst);
    round
}

fn main() {
    classroom::run(async {
        let pool = ThreadPoolExecutor::new(WORKERS);
        // The calls queue all six. join_all awaits them in the order of the list.
        let parcels = [1, 2, 3, 4, 5, 6].map(|_| run_in_executor(&pool, pack));
        for (number, parcel) in (1..).zip(join_all(parcels).await) {
            let round = parcel.expect("packing does not panic");
            println!("parcel {number}: round {round}"); // all six are packed
        }
        let max = MAX.load(Ordering::SeqCst);
        println!("at most {max} at a time"); // counted by the threads
    });
}
