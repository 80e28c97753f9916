//! Dropping the runtime drops its tasks, and waits for threads that have begun.
//!
//! Tutorial: none
//! Look for: the guard goes home at 0.1, and the drop returns at 0.3.
//! Clock: real

use std::future::pending;
use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        println!("guard: goes home"); // dropped with its task
    }
}

async fn guard_the_door() {
    let _guard = Guard;
    pending::<()>().await;
}

#[expect(clippy::disallowed_methods, reason = "a thread of the pool may block")]
fn press() {
    thread::sleep(Duration::from_millis(300)); // stands in for a slow machine
    println!("press: done"); // its thread runs on after the drop has begun
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(async {
        tokio::spawn(guard_the_door());
        spawn_blocking(press);
        sleep(Duration::from_millis(100)).await;
        println!("main: closing time"); // the timer fired: block_on returns
    });
    drop(runtime);
    println!("the runtime is gone"); // drop has waited for the press
}
