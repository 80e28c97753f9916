//! A set of tasks, and the order in which to go through it.

use std::collections::HashSet;
use std::fmt;

use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use tasks_and_callbacks::Task;

/// A set of tasks, as [`wait`](crate::wait()) returns it.
///
/// Python's sets have no order: they are iterated by the hashes of their members, for
/// tasks by address, and that changes from run to run. A program that prints its `done`
/// set therefore prints something different now and then. To keep that from happening
/// unnoticed, this set cannot be iterated without saying which order is meant:
/// [`in_order`](Self::in_order) or [`set_order`](Self::set_order).
pub struct TaskSet<T> {
    /// In the order given.
    tasks: Vec<Task<T>>,
    /// The same tasks, to find one among thousands.
    members: HashSet<Task<T>>,
}

impl<T> TaskSet<T> {
    pub(crate) fn new(tasks: Vec<Task<T>>) -> Self {
        let members = tasks.iter().cloned().collect();
        TaskSet { tasks, members }
    }

    /// The number of tasks.
    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Whether this very task is in the set: `task in done`.
    pub fn contains(&self, task: &Task<T>) -> bool {
        self.members.contains(task)
    }

    /// The tasks in the order in which they were given to [`wait`](crate::wait()).
    ///
    /// It is more than Python offers; a lesson that uses it hides that sets have no
    /// order.
    pub fn in_order(&self) -> Vec<Task<T>> {
        self.tasks.clone()
    }

    /// The tasks in an order that depends on `seed` alone; see [`set_order`].
    pub fn set_order(&self, seed: u64) -> Vec<Task<T>> {
        set_order(self.in_order(), seed)
    }

    /// The tasks in an order drawn from `rng`, for several draws from one seed.
    pub fn shuffled(&self, rng: &mut impl Rng) -> Vec<Task<T>> {
        let mut tasks = self.in_order();
        tasks.shuffle(rng);
        tasks
    }
}

impl<T> fmt::Debug for TaskSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(&self.tasks).finish()
    }
}

/// Returns `items` in an order that depends on `seed` alone, the same for every run.
///
/// It takes the place of the order in which Python happens to iterate a set: arbitrary,
/// but reproducible.
///
/// ```
/// # use gather_vs_wait::set_order;
/// assert_eq!(set_order(vec!["one", "two", "three"], 1), ["two", "three", "one"]);
/// ```
pub fn set_order<X>(mut items: Vec<X>, seed: u64) -> Vec<X> {
    // Named, where `StdRng` and `SmallRng` may change: output in the lessons depends
    // on it.
    items.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
    items
}
