//! How fast the queue is, beside `asyncio.PriorityQueue`, and how it grows with its
//! length: `cargo bench -p priority-queues`.
//!
//! A pair is one `put` of a random priority and one `get`, both awaited, on a queue that
//! holds `items` items all the time. `benches/queue.py` does the same in Python, and is
//! run if there is a `python3`.

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use priority_queues::PriorityQueue;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

const SIZES: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];
const PAIRS: u32 = 200_000;
/// The median of so many rounds counts.
const ROUNDS: usize = 5;

/// Pairs per second on a queue of `items` items.
async fn pairs_per_second(items: u32) -> f64 {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(8);
    let queue = PriorityQueue::new(0);
    for number in 0..items {
        let put = queue.put((rng.random::<u32>(), number)).await;
        put.expect("not shut down");
    }
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for number in 0..PAIRS {
            let put = queue.put((rng.random::<u32>(), number)).await;
            put.expect("not shut down");
            black_box(queue.get().await.expect("not shut down"));
        }
        rounds.push(f64::from(PAIRS) / start.elapsed().as_secs_f64());
    }
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}

/// What `queue.py` measured for `items` items; `None` without Python.
fn python_pairs_per_second(items: u32) -> Option<f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/queue.py");
    let output = Command::new("python3")
        .arg(script)
        .arg(items.to_string())
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn main() {
    // `cargo test --all-targets` runs this too; only `cargo bench` says `--bench`.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("the operating system gives a runtime what it needs");
    println!("put + get pairs per second, by the items in the queue");
    println!(
        "{:>9}  {:>10}  {:>10}  {:>6}",
        "items", "here", "asyncio", "times"
    );
    for items in SIZES {
        let here = runtime.block_on(pairs_per_second(items));
        match python_pairs_per_second(items) {
            Some(python) => {
                let times = here / python;
                println!("{items:>9}  {here:>10.0}  {python:>10.0}  {times:>6.1}");
            }
            None => println!("{items:>9}  {here:>10.0}  {:>10}", "no python"),
        }
    }
}
