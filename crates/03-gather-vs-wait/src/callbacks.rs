//! Callbacks that are removed when nothing waits for them any more.

use std::collections::HashSet;

use tasks_and_callbacks::plumbing::Home;
use tasks_and_callbacks::{CallbackId, Task};

/// The same callback on several tasks. Dropping this removes it from those still
/// running, so that waiting on a long task again and again leaves nothing behind on it.
pub(crate) struct Callbacks<T>(Vec<(Task<T>, CallbackId)>);

impl<T: Send + 'static> Callbacks<T> {
    pub(crate) fn add<C>(tasks: &[Task<T>], callback: C) -> Self
    where
        C: Fn(&Task<T>) + Clone + Send + 'static,
    {
        let add_to = |task: &Task<T>| {
            let (ended, callback) = (task.clone(), callback.clone());
            let id = when_done(task, move || callback(&ended));
            (task.clone(), id)
        };
        Callbacks(tasks.iter().map(add_to).collect())
    }
}

impl<T> Drop for Callbacks<T> {
    fn drop(&mut self) {
        for (task, id) in &self.0 {
            task.remove_done_callback(*id);
        }
    }
}

/// Calls `call` once `task` is done, also if its loop does not call callbacks any more.
///
/// A runtime that shuts down drops them instead, and what waits for `task` elsewhere
/// would wait forever. Removing the callback calls it too.
pub(crate) fn when_done<T, C>(task: &Task<T>, call: C) -> CallbackId
where
    T: Send + 'static,
    C: FnOnce() + Send + 'static,
{
    let call = OnDrop(Some(call));
    task.add_done_callback(move |_| drop(call))
}

struct OnDrop<C: FnOnce()>(Option<C>);

impl<C: FnOnce()> Drop for OnDrop<C> {
    fn drop(&mut self) {
        if let Some(call) = self.0.take() {
            call();
        }
    }
}

/// Returns `tasks` with each task only once, at its first place: Python's `set(tasks)`.
pub(crate) fn distinct<T>(tasks: impl IntoIterator<Item = Task<T>>) -> Vec<Task<T>> {
    let mut seen = HashSet::new();
    let tasks = tasks.into_iter();
    tasks.filter(|task| seen.insert(task.clone())).collect()
}

/// Panics if the tasks belong to several loops, or to another loop than the running one.
#[track_caller]
pub(crate) fn assert_one_loop<T>(tasks: &[Task<T>]) {
    Home::assert_shared(tasks.iter().map(Task::home));
}
