//! Callbacks that are taken back when nobody waits any more.

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
            let callback = callback.clone();
            let id = task.add_done_callback(move |task| callback(task));
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

/// Returns `tasks` with each task only once, at its first place: Python's `set(tasks)`.
pub(crate) fn distinct<T>(tasks: impl IntoIterator<Item = Task<T>>) -> Vec<Task<T>> {
    let mut distinct: Vec<Task<T>> = Vec::new();
    for task in tasks {
        if !distinct.iter().any(|earlier| earlier.ptr_eq(&task)) {
            distinct.push(task);
        }
    }
    distinct
}
