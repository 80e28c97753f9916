//! The wakes of the tasks, and what caused them.

use recording::{EventKind, MAIN, WakeSource};

use super::polls::record_left;
use super::record::{Recorder, with};
use super::state::{State, ThreadState};

/// tokio's timers have a resolution of a millisecond, and fire within it.
const TIMER_RESOLUTION_US: u64 = 1000;

/// tokio woke the task with this span.
pub(crate) fn woken(span: u64) {
    with(|recorder, state, thread| {
        if let Some(&task) = state.numbers.get(&span) {
            wake(recorder, state, thread, task);
        }
    });
}

/// The future given to `block_on` was woken.
pub(crate) fn main_woken() {
    with(|recorder, state, thread| wake(recorder, state, thread, MAIN));
}

fn wake(recorder: &Recorder, state: &mut State, thread: &mut ThreadState, task: u32) {
    record_left(recorder, state, thread);
    recorder.record_poll(state, thread);
    let woken = &mut state.tasks[task as usize];
    if woken.ready || woken.ended {
        return;
    }
    woken.ready = true;
    let waits = !woken.waits.is_empty();
    let now = state.time.now_us() + TIMER_RESOLUTION_US;
    let timers = &state.timers;
    let is_due = |resource| timers.get(resource).is_none_or(|timer| timer.due_us < now);
    let timer_due = woken
        .waits
        .iter()
        .any(|wait| wait.timer && !wait.over && is_due(&wait.resource));
    let of_runtime = recorder.on_runtime_thread();
    let by = if let Some(&running) = thread.running.last() {
        Some(WakeSource::Task(running))
    } else if timer_due && !of_runtime {
        // Another runtime, whose parking is not announced.
        Some(WakeSource::Timer)
    } else if let Some(finished) = thread.just_finished {
        Some(WakeSource::Task(finished))
    } else if !of_runtime {
        Some(WakeSource::Thread)
    } else if timer_due {
        Some(WakeSource::Timer)
    } else if thread.parked {
        Some(WakeSource::Io)
    } else {
        None
    };
    let kind = match by {
        // Between two polls, with nothing that it waits for.
        None if !waits => EventKind::Yielded,
        by => EventKind::Woken { by },
    };
    recorder.write(state, task, kind, None);
}
