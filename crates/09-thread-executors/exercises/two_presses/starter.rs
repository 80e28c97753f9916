//! Six sheets for two presses
//!
//! A print shop has two presses, and six sheets to print. Each sheet has a thread of
//! its own, and all of them begin at once. Let no more than two print at the same time,
//! but no press rest while a sheet is left. main's thread must stay free meanwhile.
//!
//! Clock: real

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use classroom::println;
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
        let mut sheets = JoinSet::new();
        for sheet in 1..=6 {
            sheets.spawn_blocking(move || press(sheet));
        }
        sheets.join_all().await;
    });
}
