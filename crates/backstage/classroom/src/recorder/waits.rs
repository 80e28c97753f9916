//! What the tasks wait for: the polls of resources, timers and locks.

use recording::{Clock, EventKind, MAIN, Wait};

use super::record::{Recorder, with};
use super::state::{Holder, PendingWait, State, Timer};

/// A wait that was polled and is pending.
pub(crate) struct Pending {
    /// The span of its polls.
    pub(crate) poll: u64,
    /// The span of what it waits for.
    pub(crate) resource: u64,
    pub(crate) on: Wait,
    /// Whether a timer ends it.
    pub(crate) timer: bool,
}

/// A resource is about to be polled.
pub(crate) fn operation_entered(poll: u64) {
    with(|_, _, thread| {
        if thread.operations.is_empty() {
            thread.operation_stands = None;
        }
        thread.operations.push(poll);
    });
}

/// A resource was polled.
pub(crate) fn operation_exited(poll: u64) {
    with(|_, _, thread| {
        if thread.operations.last() == Some(&poll) {
            thread.operations.pop();
        }
    });
}

/// A timer was set to fire after `milliseconds`, as tokio counts them: when it was made,
/// in a poll, or by a reset between two. Returns the timer as the program set it.
pub(crate) fn timer_set(resource: u64, milliseconds: u64) -> Option<Timer> {
    with(|recorder, state, _| {
        let timer = Timer {
            asked_ms: match recorder.clock {
                Clock::Virtual => milliseconds,
                // tokio counts from the last full millisecond to the next one after the
                // deadline. The paused clock stands on full ones, the real one between.
                Clock::Real => milliseconds.saturating_sub(1),
            },
            due_us: state
                .time
                .now_us()
                .saturating_add(milliseconds.saturating_mul(1000)),
        };
        state.timers.insert(resource, timer);
        timer
    })
}

/// A resource was dropped.
pub(crate) fn resource_closed(resource: u64) {
    with(|_, state, _| state.timers.remove(&resource));
}

/// A wait was polled and is pending. Of nested ones the outermost counts.
pub(crate) fn operation_pending(pending: Pending) {
    with(|_, state, thread| {
        let Some(&task) = thread.running.last() else {
            return;
        };
        if thread.operations.first() != Some(&pending.poll) {
            return;
        }
        let waits = &mut state.tasks[task as usize].waits;
        // Polled again with the same waker, it clones none: it still stands where it did.
        let before = waits.iter().find(|wait| wait.poll == pending.poll);
        let before = before.and_then(|wait| wait.stands);
        // Or it was given another waker, as `FuturesUnordered` makes for what it holds.
        let stands = thread.operation_stands.or(before);
        let stands = stands.or_else(|| state.stacks.capture(thread.poll.stack_top));
        waits.retain(|wait| wait.poll != pending.poll);
        waits.push(PendingWait {
            poll: pending.poll,
            resource: pending.resource,
            on: pending.on,
            stands,
            timer: pending.timer,
            rung: false,
            fresh: true,
            over: false,
        });
        state.waiting.insert(pending.poll, task);
    });
}

/// A wait reports that it is ready.
pub(crate) fn operation_ready(poll: u64) {
    with(|_, state, _| {
        if let Some(&task) = state.waiting.get(&poll) {
            let waits = &mut state.tasks[task as usize].waits;
            for wait in waits.iter_mut().filter(|wait| wait.poll == poll) {
                wait.over = true;
            }
        }
    });
}

/// A wait is gone: it finished, or was given up.
pub(crate) fn operation_closed(poll: u64) {
    with(|_, state, _| {
        if let Some(task) = state.waiting.remove(&poll) {
            let waits = &mut state.tasks[task as usize].waits;
            waits.retain(|wait| wait.poll != poll);
        }
    });
}

/// A mutex was locked, by the task that runs here, or it was released.
pub(crate) fn lock_changed(mutex: u64, locked: bool) {
    with(|_, state, thread| {
        if locked {
            let holder = Holder {
                task: thread.running.last().copied().unwrap_or(MAIN),
                since_us: state.time.now_us(),
                stands: state.stacks.capture(thread.poll.stack_top),
            };
            state.held.insert(mutex, holder);
        } else {
            state.held.remove(&mutex);
        }
    });
}

/// Records what the task waits for now that its poll has ended: what it polled, else
/// what it waits for since an earlier poll, else something that tokio does not report.
pub(super) fn record_waits(recorder: &Recorder, state: &mut State, task: u32) {
    let waits = &mut state.tasks[task as usize].waits;
    waits.retain(|wait| !wait.over);
    let mut older = waits.iter().filter(|wait| !wait.fresh).count();
    let mut recorded = Vec::new();
    for wait in waits.iter_mut().filter(|wait| wait.fresh) {
        wait.fresh = false;
        recorded.push((Some(wait.on.clone()), wait.stands));
    }
    if recorded.is_empty() {
        match waits.last() {
            Some(wait) => {
                older -= 1;
                recorded.push((Some(wait.on.clone()), wait.stands));
            }
            None => recorded.push((None, state.tasks[task as usize].stands)),
        }
    }
    let more = u32::try_from(older).unwrap_or(u32::MAX);
    for (on, stands) in recorded {
        let (stack, place) = recorder.stack(state, stands);
        recorder.write(state, task, EventKind::Waiting { on, more, stack }, place);
    }
}
