//! What the command line of the course asks of a run, from the environment.

use std::env;

use recording::Clock;

/// The clock this run is to use: the real one unless told otherwise.
pub(crate) fn clock() -> Clock {
    match env::var("CLASSROOM_CLOCK").as_deref() {
        Ok("virtual") => Clock::Virtual,
        _ => Clock::Real,
    }
}

/// How many threads poll the tasks; `None` for the single one of a lesson.
pub(crate) fn threads() -> Option<usize> {
    let threads = env::var("CLASSROOM_THREADS").ok()?.parse().ok();
    threads.filter(|threads| *threads > 0)
}

/// Whether stdout is to be the recording.
pub(crate) fn recording_asked() -> bool {
    env::var("CLASSROOM_RECORD").as_deref() == Ok("stdout")
}

/// Whether somebody is to be told when the run can never go on.
pub(crate) fn watch_asked() -> bool {
    env::var_os("CLASSROOM_WATCH").is_some()
}

/// The seed for whatever the lesson leaves to chance: that of `--seed N`, or
/// `default`, with which the lesson reproduces the tutorial's own run.
pub fn seed(default: u64) -> u64 {
    env::var("CLASSROOM_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(default)
}
