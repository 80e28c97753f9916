//! What the tests of the lessons share: a log, limits, turns, gates, and CPython.
//!
//! A test that waits for something has a limit: on the paused clock an hour
//! ([`in_a_task`], [`run`]), which the clock jumps over as soon as nothing else can
//! happen, and on the real clock half a minute ([`LONG`]). A lost wakeup then fails,
//! and does not hang. Where neither fits, the whole test has one ([`limited`]).

mod dice;
mod gate;
mod limit;
mod log;
mod not_run;
pub mod python;
mod runtime;

pub use dice::Dice;
pub use gate::{Gate, Opener, gate};
pub use limit::{Limited, limited};
pub use log::Log;
pub use not_run::not_run;
pub use runtime::{
    HOUR, LONG, in_a_task, millis, next_turn, paused_runtime, rest, run, seconds,
};
