//! A limit for a whole test.

use std::process;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// Limit for a test on any machine: one that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(300);

/// Ends the program if the test still runs after five minutes; see [`limited`].
#[must_use = "the limit lasts as long as this exists"]
#[derive(Debug)]
pub struct Limited(#[expect(dead_code, reason = "its drop ends the watch")] Sender<()>);

/// Watches the test until the returned value is dropped. A test that hangs, in code that
/// no timeout can interrupt, then fails and is named.
pub fn limited() -> Limited {
    let name = thread::current().name().unwrap_or("main").to_owned();
    let (sender, receiver) = channel();
    thread::spawn(move || {
        if receiver.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
            eprintln!("the test {name} hangs");
            process::exit(101);
        }
    });
    Limited(sender)
}
