//! Many tasks that sleep and yield: what the recorder costs is measured with it.
//!
//! `cargo run -p classroom --example many_tasks -- TASKS YIELDS` prints how long the run
//! took on the wall; with `CLASSROOM_RECORD=stdout` it is recorded.

use std::time::{Duration, Instant};

fn main() {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse());
    let mut number = |default| numbers.next().and_then(Result::ok).unwrap_or(default);
    let (tasks, yields) = (number(10_000), number(3));
    let began = Instant::now();
    classroom::run(async move {
        let tasks = (0..tasks).map(|_| {
            tokio::spawn(async move {
                for _ in 0..yields {
                    tokio::task::yield_now().await;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.expect("a task does not panic");
        }
    });
    eprintln!("{:.3} s", began.elapsed().as_secs_f64());
}
