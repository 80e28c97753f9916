//! A million timers, armed and fired, here and on asyncio's loop.
//!
//! `cargo bench --package call-later`. Every measurement is a process of its own, for
//! the memory's sake, and the best of three. The clock here is paused: it jumps from
//! deadline to deadline, so that the time which passes is the time that is worked. Of
//! asyncio only the time of the processor counts; by the time its timers are armed, most
//! of them are due.

use std::env;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use call_later::{Loop, TimerHandle};

const TIMERS: u64 = 1_000_000;
const ATTEMPTS: u32 = 3;
const PAGE: u64 = 4096;

const PATTERNS: [(&str, &str); 3] = [
    ("thousand", "fired, a thousand deadlines"),
    ("million", "fired, a million deadlines"),
    ("cancelled", "kept a handle, cancelled"),
];

/// What one process measured.
struct Measured {
    seconds: f64,
    /// Bytes of memory for each timer; 0 where the system does not tell.
    bytes: u64,
}

fn main() {
    let known = |argument: &String| PATTERNS.iter().any(|(name, _)| name == argument);
    if let Some(pattern) = env::args().find(known) {
        let Measured { seconds, bytes } = measure(&pattern);
        println!("{seconds} {bytes}");
        return;
    }
    println!("{TIMERS} timers:");
    for (pattern, title) in PATTERNS {
        let itself = env::current_exe().expect("the system knows what it runs");
        let here = best_of(|| Command::new(&itself).arg(pattern).output().ok());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/timers.py");
        let python = best_of(|| {
            Command::new("python3")
                .args([script, pattern])
                .output()
                .ok()
        });
        println!("{title}");
        for (name, measured) in [("call-later", &here), ("asyncio", &python)] {
            match measured {
                Some(Measured { seconds, bytes }) => {
                    println!("  {name:<12}{seconds:>6.2} s {bytes:>5} bytes a timer");
                }
                None => println!("  {name:<12}was not measured"),
            }
        }
        if let (Some(here), Some(python)) = (here, python) {
            println!("  factor      {:>6.1}", python.seconds / here.seconds);
        }
    }
}

/// The shortest of some attempts; `None` if the program is not there, or fails.
fn best_of(run: impl Fn() -> Option<std::process::Output>) -> Option<Measured> {
    let attempts = (0..ATTEMPTS).filter_map(|_| {
        let text = String::from_utf8(run()?.stdout).ok()?;
        let (seconds, bytes) = text.trim_end().split_once(' ')?;
        Some(Measured {
            seconds: seconds.parse().ok()?,
            bytes: bytes.parse().ok()?,
        })
    });
    attempts.min_by(|one, other| one.seconds.total_cmp(&other.seconds))
}

fn measure(pattern: &str) -> Measured {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build();
    let runtime = runtime.expect("the system gives a runtime what it needs");
    runtime.block_on(async {
        let event_loop = Loop::new();
        let fired = Arc::new(AtomicU64::new(0));
        let arm = |number| {
            let fired = Arc::clone(&fired);
            event_loop.call_later(delay(pattern, number), move |event_loop| {
                if fired.fetch_add(1, Ordering::Relaxed) + 1 == TIMERS {
                    event_loop.stop();
                }
            })
        };
        let (memory_before, begin) = (memory(), Instant::now());
        let memory_after;
        let mut expected = TIMERS;
        if pattern == "cancelled" {
            let timers: Vec<TimerHandle> = (0..TIMERS).map(arm).collect();
            memory_after = memory();
            timers.iter().for_each(TimerHandle::cancel);
            event_loop.call_soon(Loop::stop);
            expected = 0;
        } else {
            for number in 0..TIMERS {
                arm(number);
            }
            memory_after = memory();
        }
        event_loop.run_forever().await.expect("it is not closed");
        let seconds = begin.elapsed().as_secs_f64();
        assert_eq!(fired.load(Ordering::Relaxed), expected);
        Measured {
            seconds,
            bytes: memory_after.saturating_sub(memory_before) / TIMERS,
        }
    })
}

fn delay(pattern: &str, number: u64) -> Duration {
    if pattern == "thousand" {
        return Duration::from_millis(number * 7919 % 1000);
    }
    // Fibonacci hashing: spread over a second, and no two alike.
    let spread = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    Duration::from_nanos(spread % 1_000_000_000)
}

/// The memory that this process has in use, where the system tells.
fn memory() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0) * PAGE
}
