//! What the tests of this crate share.

#![allow(dead_code, reason = "not every test file uses all of it")]

pub mod program;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use call_later::Loop;
use tokio::time::timeout;

/// The lines "printed" so far, in order.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// Appends a line.
    pub fn say(&self, line: impl Into<String>) {
        self.0
            .lock()
            .expect("no test panics here")
            .push(line.into());
    }

    /// A callback that appends `line`.
    pub fn saying(
        &self,
        line: impl Into<String>,
    ) -> impl FnOnce(&Loop) + Send + 'static {
        let (log, line) = (self.clone(), line.into());
        move |_| log.say(line)
    }

    /// A callback that appends `line` and the time, in milliseconds.
    pub fn saying_when(
        &self,
        line: impl Into<String>,
    ) -> impl FnOnce(&Loop) + Send + 'static {
        let (log, line) = (self.clone(), line.into());
        move |event_loop| log.say(format!("{line} {}", event_loop.time().as_millis()))
    }

    /// All lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no test panics here").clone()
    }
}

/// Short for a `Duration` of whole milliseconds.
pub const fn millis(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Runs the loop until it stops; at most for an hour of the paused clock, which jumps
/// over it as soon as nobody has anything to do. Returns whether it stopped.
pub async fn run(event_loop: &Loop) -> bool {
    let run = timeout(Duration::from_secs(3600), event_loop.run_forever());
    run.await.is_ok_and(|ran| ran.is_ok())
}
