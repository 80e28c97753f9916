//! A sheet that finds no free press is not printed.
//!
//! Clock: real

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

// given
static BUSY: AtomicU32 = AtomicU32::new(0);

/// Prints a sheet. It takes 300 ms; the first is a small one, and takes 150.
#[expect(clippy::disallowed_methods, reason = "a press blocks its thread")]
fn press(sheet: u32) {
    if BUSY.fetch_add(1, Ordering::Relaxed) >= 2 {
        println!("no press is free for sheet {sheet}");
    }
    thread::sleep(Duration::from_millis(if sheet == 1 { 150 } else { 300 }));
    BUSY.fetch_sub(1, Ordering::Relaxed);
    println!("sheet {sheet} is printed");
}
// end

fn main() {
    classroom::run(async {
        let presses = Arc::new(Semaphore::new(2));
        let mut sheets = JoinSet::new();
        for sheet in 1..=6 {
            if let Ok(permit) = Arc::clone(&presses).try_acquire_owned() {
                sheets.spawn_blocking(move || {
                    press(sheet);
                    drop(permit);
                });
            }
        }
        sheets.join_all().await;
    });
}
