//! The runtime out of ready tasks: it waits for timers, sockets and threads, or for
//! nothing that could ever come.

use std::process;

use recording::Stream;
use recording::protocol::STUCK_EXIT_CODE;

use super::polls::record_left;
use super::record::{flush, record_line, with};
use super::watchdog;
use crate::settings::request;

/// Notes that the thread goes to sleep, and ends a run that can never go on.
pub(crate) fn park_began() {
    let stuck = with(|recorder, state, thread| {
        record_left(recorder, state, thread);
        thread.parked = true;
        state.time.park();
        thread.just_finished = None;
        let stuck = watchdog::stuck_reason(recorder, state);
        if recorder.clock == recording::Clock::Real || stuck.is_some() {
            state.out.flush();
        }
        stuck
    });
    if let Some(why) = stuck.flatten() {
        if request().record {
            record_line(why, Stream::Stderr, None);
            flush();
        } else {
            eprintln!("{why}");
        }
        process::exit(STUCK_EXIT_CODE);
    }
}

/// Notes that the thread is awake again.
pub(crate) fn park_ended() {
    with(|_, state, thread| {
        state.time.unpark();
        thread.parked = false;
    });
}
