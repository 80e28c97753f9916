//! The protocol between the command line and a program of the course: what a program is
//! asked for through its environment, and how it answers on stdout.
//!
//! | variable | value | effect |
//! |---|---|---|
//! | `CLASSROOM_CLOCK` | `virtual` | the clock is paused: nothing waits, every run is the same |
//! | `CLASSROOM_RECORD` | `stdout` | stdout is the recording, each event after a [`RECORD_SEPARATOR`] |
//! | `CLASSROOM_WATCH` | `1` | a deadlock ends the program with a reason, as it does in a recording |
//! | `CLASSROOM_THREADS` | a number | the multi-thread runtime, on the real clock and unrecorded |
//! | `CLASSROOM_SEED` | a number | the seed for whatever the program leaves to chance |
//! | `CLASSROOM_LIVE` | `1` or a URL | fetch from the internet: the program's own pages, or this one |
//!
//! A variable that is missing, or has another value, asks for nothing.

use std::env;
use std::num::NonZero;
use std::process::Command;

use crate::Clock;

/// The byte before each event on stdout. It tells an event from what the program prints
/// by other means. It is the record separator of RFC 7464, JSON Text Sequences.
pub const RECORD_SEPARATOR: u8 = 0x1e;

/// Exit code of a program that can never go on, as when tasks wait for each other's
/// locks. Shells and panics use other codes.
pub const STUCK_EXIT_CODE: i32 = 3;

const CLOCK: &str = "CLASSROOM_CLOCK";
const RECORD: &str = "CLASSROOM_RECORD";
const WATCH: &str = "CLASSROOM_WATCH";
const THREADS: &str = "CLASSROOM_THREADS";
const SEED: &str = "CLASSROOM_SEED";
const LIVE: &str = "CLASSROOM_LIVE";

/// What a program is asked for. The default asks for nothing: then it is an ordinary
/// program on the real clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunRequest {
    /// The clock to run on.
    pub clock: Clock,
    /// Whether stdout is to be the recording instead of the program's output.
    pub record: bool,
    /// Whether the run is to end with a reason when it can never go on.
    pub watch: bool,
    /// The number of threads that poll the tasks; `None` is the one of a lesson.
    pub threads: Option<NonZero<usize>>,
    /// The seed for whatever the program leaves to chance; `None` is its own.
    pub seed: Option<u64>,
    /// The pages to fetch from the internet; `None` is the built-in local site.
    pub live: Option<Live>,
}

/// The pages of a run that fetches from the internet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Live {
    /// The pages that the program names.
    OwnPages,
    /// This page in place of every other.
    Page(String),
}

impl RunRequest {
    /// Reads what this process is asked for from its environment.
    pub fn from_env() -> RunRequest {
        let number = |name| env::var(name).ok()?.parse::<u64>().ok();
        RunRequest {
            clock: match env::var(CLOCK).as_deref() {
                Ok("virtual") => Clock::Virtual,
                _ => Clock::Real,
            },
            record: env::var(RECORD).as_deref() == Ok("stdout"),
            watch: env::var(WATCH).as_deref() == Ok("1"),
            threads: number(THREADS)
                .and_then(|threads| usize::try_from(threads).ok())
                .and_then(NonZero::new),
            seed: number(SEED),
            live: env::var(LIVE).ok().map(|live| match live.as_str() {
                "1" => Live::OwnPages,
                _ => Live::Page(live),
            }),
        }
    }

    /// Makes `command` ask for this, and for nothing that this process was asked for.
    pub fn set_on(&self, command: &mut Command) {
        let variables = [
            (
                CLOCK,
                (self.clock == Clock::Virtual).then(|| "virtual".to_owned()),
            ),
            (RECORD, self.record.then(|| "stdout".to_owned())),
            (WATCH, self.watch.then(|| "1".to_owned())),
            (THREADS, self.threads.map(|threads| threads.to_string())),
            (SEED, self.seed.map(|seed| seed.to_string())),
            (
                LIVE,
                self.live.as_ref().map(|live| match live {
                    Live::OwnPages => "1".to_owned(),
                    Live::Page(url) => url.clone(),
                }),
            ),
        ];
        for (name, value) in variables {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
    }
}
