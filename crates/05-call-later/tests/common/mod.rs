//! What the tests of this crate share.

#![allow(dead_code, reason = "not every test file uses all of it")]

pub mod program;

use call_later::Loop;
use testing::{HOUR, Log};
use tokio::time::timeout;

type Callback = Box<dyn FnOnce(&Loop) + Send>;

/// Callbacks that append a line to a log.
pub trait Saying {
    /// A callback that appends `line`.
    fn saying(&self, line: impl Into<String>) -> Callback;

    /// A callback that appends `line` and the time, in milliseconds.
    fn saying_when(&self, line: impl Into<String>) -> Callback;
}

impl Saying for Log {
    fn saying(&self, line: impl Into<String>) -> Callback {
        let (log, line) = (self.clone(), line.into());
        Box::new(move |_| log.say(line))
    }

    fn saying_when(&self, line: impl Into<String>) -> Callback {
        let (log, line) = (self.clone(), line.into());
        let now = |event_loop: &Loop| event_loop.time().as_millis();
        Box::new(move |event_loop| log.say(format!("{line} {}", now(event_loop))))
    }
}

/// Runs the loop until it stops, for at most an hour of the paused clock. Returns whether
/// it stopped.
pub async fn run(event_loop: &Loop) -> bool {
    let run = timeout(HOUR, event_loop.run_forever()).await;
    run.is_ok_and(|ran| ran.is_ok())
}
