//! The tasks that the program and its libraries spawn.

use recording::{MAIN, Owner, TaskKind};

use super::polls::record_left;
use super::record::with;
use super::source::Source;

/// Records a task that tokio reports: the span opened for it, its kind, and the line on
/// which it was spawned.
pub(crate) fn spawned(span: u64, kind: TaskKind, source: Option<Source>) {
    with(|recorder, state, thread| {
        record_left(recorder, state, thread);
        recorder.record_poll(state, thread);
        let parent = match thread.running.last() {
            Some(&parent) => Some(parent),
            None if recorder.on_runtime_thread() => Some(MAIN),
            None => thread.number,
        };
        let (place, owner) = match source {
            Some(source) => (Some(source.place), source.owner),
            None => (None, Owner::Program),
        };
        let number = recorder.new_task(state, parent, kind, owner, place);
        state.numbers.insert(span, number);
    });
}
