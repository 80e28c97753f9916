//! The wakers of the tasks: where they are left, and what wakes them.

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

/// The waker of the task with this span was cloned: if that is in its own poll, the task
/// is about to wait.
pub(crate) fn waker_cloned(span: u64) {
    with(|_, state, thread| {
        if let Some(&task) = state.numbers.get(&span) {
            leave_waker(state, thread, task);
        }
    });
}

/// The waker of the future given to `block_on` was cloned.
pub(crate) fn main_waker_cloned() {
    with(|_, state, thread| leave_waker(state, thread, MAIN));
}

fn leave_waker(state: &mut State, thread: &mut ThreadState, task: u32) {
    if thread.running.last() != Some(&task) {
        return;
    }
    let stands = state.stacks.capture(thread.poll.stack_top);
    match thread.operations.is_empty() {
        true => state.tasks[task as usize].stands = stands,
        false => thread.operation_stands = stands,
    }
}

fn wake(recorder: &Recorder, state: &mut State, thread: &mut ThreadState, task: u32) {
    record_left(recorder, state, thread);
    recorder.record_poll(state, thread);
    let now = state.time.now_us() + TIMER_RESOLUTION_US;
    let timers = &state.timers;
    let is_due = |resource| timers.get(resource).is_none_or(|timer| timer.due_us < now);
    let woken = &mut state.tasks[task as usize];
    let mut timer_due = false;
    for wait in woken
        .waits
        .iter_mut()
        .filter(|wait| wait.timer && !wait.over)
    {
        if is_due(&wait.resource) {
            timer_due = true;
            wait.rung |= thread.parked;
        }
    }
    if woken.ready || woken.ended {
        return;
    }
    woken.ready = true;
    let waits = !woken.waits.is_empty();
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
