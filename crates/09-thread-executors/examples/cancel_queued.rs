//! A job in the queue can be cancelled, a running job cannot.
//!
//! Tutorial: none
//! Look for: the second job never begins. The first is not stopped.
//! Clock: real
//! Uses: look-alike

use std::thread;
use std::time::Duration;

use classroom::println;
use thread_executors::ThreadPoolExecutor;
use tokio::time::sleep;

#[expect(clippy::disallowed_methods, reason = "a thread of the pool may block")]
fn bake(bread: &'static str) -> &'static str {
    println!("oven: {bread}"); // the pool's only thread has taken the job
    thread::sleep(Duration::from_millis(300));
    bread
}

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

fn main() {
    classroom::run(async {
        let oven = ThreadPoolExecutor::new(1);
        let jobs = ["rye", "wheat"].map(|bread| {
            let job = oven.submit(move || bake(bread));
            job.expect("the pool was not shut down")
        });
        sleep(Duration::from_millis(100)).await;
        for (job, bread) in jobs.iter().zip(["rye", "wheat"]) {
            let cancelled = yes_or_no(job.cancel());
            println!("cancel the {bread}: {cancelled}"); // only a queued job can be
        }
        for job in jobs {
            match job.await {
                Ok(bread) => println!("sold: {bread}"), // the job was not stopped
                Err(error) => println!("error: {error}"), // it was cancelled at 0.1
            }
        }
    });
}
