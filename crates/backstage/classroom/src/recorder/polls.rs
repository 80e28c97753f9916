//! The polls of the tasks, and their ends.

use std::thread;

use recording::{EventKind, MAIN, Outcome, TaskKind};

use super::record::{Recorder, with};
use super::stacks::stack_address;
use super::state::{State, TaskPoll, ThreadState};
use super::waits::record_waits;

/// The runtime is about to poll a task, or to drop one that was aborted.
pub(crate) fn hooked_poll_began() {
    with(|recorder, state, thread| {
        record_left(recorder, state, thread);
        thread.just_finished = None;
        thread.poll = TaskPoll {
            hooked: true,
            stack_top: Some(stack_address()),
            ..TaskPoll::default()
        };
    });
}

/// The runtime has polled a task, or dropped it.
pub(crate) fn hooked_poll_ended() {
    with(|recorder, state, thread| {
        if let Some(task) = thread.poll.task
            && thread.poll.is_poll
            && !state.tasks[task as usize].ended
        {
            recorder.record_poll(state, thread);
            record_waits(recorder, state, task);
        }
        thread.poll = TaskPoll::default();
        thread.just_finished = None;
    });
}

/// The span of a task was entered: it is polled or dropped, or a library works for it.
pub(crate) fn task_entered(span: u64) {
    with(|recorder, state, thread| {
        let Some(&number) = state.numbers.get(&span) else {
            return;
        };
        if thread.running.contains(&number) {
            // It is being polled: a library has entered the span that it is in.
            thread.running.push(number);
            return;
        }
        let task = &mut state.tasks[number as usize];
        if task.hooked && !recorder.on_runtime_thread() {
            // A library has carried the task's span to a thread that works for it. The
            // task itself is never polled there.
            return;
        }
        let ready = std::mem::take(&mut task.ready);
        let kind = task.kind;
        task.hooked |= thread.poll.hooked;
        let again = thread.left == Some(number);
        if again {
            // Entered again at once: the poll returned Ready, and the future is dropped.
            thread.left = None;
        } else {
            record_left(recorder, state, thread);
        }
        thread.just_finished = None;
        thread.running.push(number);
        let poll = &mut thread.poll;
        if poll.hooked && poll.task.is_none_or(|task| task == number) {
            poll.entered += 1;
            poll.task = Some(number);
            if poll.entered == 1 {
                poll.is_poll = ready;
            } else {
                recorder.record_poll(state, thread);
            }
        } else {
            // Outside of the hooks: a blocking task, one of a LocalSet or of a runtime
            // without hooks, or a task that is dropped with its runtime.
            let hooked = kind == TaskKind::Task && recorder.on_runtime_thread();
            let runs = !hooked && ready && !state.ending;
            thread.poll = TaskPoll {
                task: Some(number),
                entered: if again && !hooked && !runs { 2 } else { 1 },
                is_poll: runs,
                ..TaskPoll::default()
            };
            if runs {
                recorder.write(state, number, EventKind::Polled, None);
            }
        }
    });
}

/// The span of a task was left.
pub(crate) fn task_exited(span: u64) {
    with(|recorder, state, thread| {
        let Some(&number) = state.numbers.get(&span) else {
            return;
        };
        if thread.running.last() != Some(&number) {
            return;
        }
        thread.running.pop();
        if thread.running.contains(&number) {
            return;
        }
        thread.left = Some(number);
        let poll = &thread.poll;
        if poll.hooked && poll.task == Some(number) && poll.entered >= 2 {
            // Its future is gone. Its span may not be: it outlives whatever the task has
            // made and given to others, which another thread may hold.
            return finish(recorder, state, thread, number);
        }
        // A panic of this task is seen here, while it unwinds through the poll. One of
        // `main` drops the runtime, and the tasks with it: those are cancelled.
        if thread::panicking() && !state.ending {
            state.tasks[number as usize].panicked = true;
        }
    });
}

/// The span of a task was closed: no part of the task is left.
pub(crate) fn task_closed(span: u64) {
    with(|recorder, state, thread| {
        if let Some(number) = state.numbers.remove(&span) {
            finish(recorder, state, thread, number);
        }
    });
}

/// Records what the task waits for that was polled last on this thread without hooks, as
/// those of a `LocalSet` are. Only now is it certain that the task is not done: its span
/// would have been entered again at once, to drop the future.
pub(super) fn record_left(
    recorder: &Recorder,
    state: &mut State,
    thread: &mut ThreadState,
) {
    let Some(number) = thread.left else {
        return;
    };
    let task = &state.tasks[number as usize];
    let polled = !thread.poll.hooked && thread.poll.is_poll;
    if polled && thread.poll.task == Some(number) && task.kind != TaskKind::Blocking {
        thread.left = None;
        thread.poll.is_poll = false;
        if !task.ended {
            record_waits(recorder, state, number);
        }
    }
}

/// Records that a task ended, the first time that is seen.
fn finish(
    recorder: &Recorder,
    state: &mut State,
    thread: &mut ThreadState,
    number: u32,
) {
    if thread.left == Some(number) {
        thread.left = None;
    }
    let task = &mut state.tasks[number as usize];
    if std::mem::replace(&mut task.ended, true) {
        return;
    }
    let mine = thread.poll.task == Some(number);
    if mine {
        // What follows, such as the wake of the task that awaits it, is not a poll of it.
        thread.poll.is_poll = false;
    }
    let how = if task.panicked {
        Outcome::Panicked
    } else if mine && thread.poll.entered >= 2 {
        Outcome::Completed
    } else {
        Outcome::Cancelled
    };
    recorder.write(state, number, EventKind::Finished { how }, None);
    thread.just_finished = Some(number);
}

/// The future given to `block_on` is about to be polled.
pub(crate) fn main_poll_began() {
    with(|recorder, state, thread| {
        record_left(recorder, state, thread);
        thread.poll = TaskPoll {
            stack_top: Some(stack_address()),
            ..TaskPoll::default()
        };
        thread.just_finished = None;
        thread.running.push(MAIN);
        state.tasks[MAIN as usize].ready = false;
        recorder.write(state, MAIN, EventKind::Polled, None);
    });
}

/// The future given to `block_on` was polled.
pub(crate) fn main_poll_ended(pending: bool) {
    with(|recorder, state, thread| {
        record_left(recorder, state, thread);
        thread.running.pop();
        if pending {
            record_waits(recorder, state, MAIN);
        }
    });
}
