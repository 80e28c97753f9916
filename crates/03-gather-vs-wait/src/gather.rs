//! `gather`: many tasks, one list of results in the order of the arguments.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures::future::BoxFuture;
use tasks_and_callbacks::plumbing::{Home, cancel_with, promise};
use tasks_and_callbacks::{EnsureFuture, Task, TaskError, panic_message};

use crate::callbacks::{assert_one_loop, when_done};

/// Runs `items` at the same time and collects their results: `asyncio.gather(*items)`.
///
/// Futures become tasks at once, in the order of the arguments, before anything is
/// awaited. Tasks are taken as they are; one that is given twice runs once and has its
/// result in both places. A [`Gather`] may be an item too, for groups within groups.
///
/// Awaiting the [`Gather`] gives the results in the order of the arguments, whatever
/// the order of completion. Without items, it gives an empty list at once.
///
/// # Errors
///
/// Awaiting returns the [`TaskError`] of the first task that panics or is cancelled, as
/// soon as that happens. The other tasks go on.
///
/// # Panics
///
/// Panics if an item is a future and no tokio runtime is running on this thread, or if a
/// task is attached to a different loop than the others or the running one.
///
/// # Cancel safety
///
/// Dropping the `.await` halfway cancels the tasks, as in asyncio. Cancelling the task
/// that awaits cancels them at once. Dropping a [`Gather`] that is not awaited cancels
/// nothing.
#[track_caller]
pub fn gather<T>(items: impl IntoIterator<Item: EnsureFuture<Output = T>>) -> Gather<T>
where
    T: Clone + Send + 'static,
{
    Gather::start(items, |result| result.is_err())
}

/// Like [`gather`], for items that return a `Result`: an `Err` counts as a failure.
///
/// This is Rust's spelling of a coroutine that *raises*. The tasks are made at once;
/// the returned future gives the `Ok` values in the order of the arguments.
///
/// # Errors
///
/// Returns the first failure, as soon as it happens: [`GatherError::Failed`] for an
/// `Err`, [`GatherError::Task`] for a panic or a cancellation. The other tasks go on.
///
/// # Panics
///
/// Panics where [`gather`] does.
///
/// # Cancel safety
///
/// Dropping the returned future before it is ready, awaited or not, cancels the tasks.
#[track_caller]
pub fn try_gather<T, E>(
    items: impl IntoIterator<Item: EnsureFuture<Output = Result<T, E>>>,
) -> impl Future<Output = Result<Vec<T>, GatherError<E>>> + Send + 'static
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    let group = Gather::start(items, |result| !matches!(result, Ok(Ok(_))));
    group.awaited(|group| {
        let flat = |result: Result<Result<T, E>, TaskError>| match result {
            Ok(result) => result.map_err(GatherError::Failed),
            Err(error) => Err(GatherError::Task(error)),
        };
        group.results().map(flat).collect()
    })
}

/// Why [`try_gather`] has no list of results to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatherError<E> {
    /// A task returned this error.
    Failed(E),
    /// A task panicked or was cancelled.
    Task(TaskError),
}

impl<E: fmt::Display> fmt::Display for GatherError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GatherError::Failed(error) => error.fmt(f),
            GatherError::Task(error) => error.fmt(f),
        }
    }
}

impl<E: Error> Error for GatherError<E> {}

/// A group of tasks, to be awaited or cancelled as one; from [`gather`].
///
/// Clones are handles to the same group, so that one may cancel what another awaits.
/// Tasks that await the same group go on in the order in which they began to wait.
///
/// ```
/// # use gather_vs_wait::gather;
/// # use tasks_and_callbacks::TaskError;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # async fn page(number: u32) -> u32 { number }
/// let group = gather([page(1), page(2)]);
/// assert!(group.cancel());
/// assert_eq!(group.await, Err(TaskError::Cancelled));
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a group reports its results and failures only if awaited"]
pub struct Gather<T> {
    group: Arc<Group<T>>,
}

struct Group<T> {
    children: Vec<Task<T>>,
    /// Which results end the group.
    is_failure: fn(&Result<T, TaskError>) -> bool,
    /// A blocking lock, not tokio's: it is held for a few instructions, and destructors,
    /// which cannot await, need it too. No foreign code runs under it.
    progress: Mutex<Progress<T>>,
}

struct Progress<T> {
    running: usize,
    /// The place of the child that failed before all others. Results are in the
    /// children, so a place is enough, and [`try_gather`] can share this type.
    first_failed: Option<usize>,
    /// In asyncio a property of the group, too: it decides when the group is done.
    return_exceptions: bool,
    /// Actions that follow the end, in the order in which they were requested. Not a
    /// `watch` channel: that wakes its receivers in random order.
    at_end: BTreeMap<u64, AtEnd<T>>,
    next_place: u64,
    /// The group as an item of another one: a task that ends as the group does.
    as_task: Option<Task<Vec<T>>>,
}

enum AtEnd<T> {
    /// Wakes a task that awaits the group.
    Wake(Waker),
    /// Ends `as_task`.
    EndTask(EndTask<T>),
}

type EndTask<T> = Box<dyn FnOnce(Result<Vec<T>, TaskError>) + Send>;

impl<T> Progress<T> {
    fn new_place(&mut self) -> u64 {
        self.next_place += 1;
        self.next_place
    }

    fn is_done(&self) -> bool {
        self.running == 0 || (self.first_failed.is_some() && !self.return_exceptions)
    }
}

impl<T> Group<T> {
    fn lock(&self) -> MutexGuard<'_, Progress<T>> {
        // A poisoned lock is still good: no foreign code runs under it.
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone + Send + 'static> Group<T> {
    /// Takes note that the child at `place` is done.
    fn child_done(&self, place: usize) {
        let is_failure = |outcome: Option<&_>| outcome.is_none_or(self.is_failure);
        let failed = self.children[place].inspect(is_failure);
        let mut progress = self.lock();
        progress.running -= 1;
        if failed {
            progress.first_failed.get_or_insert(place);
        }
        if !progress.is_done() {
            return;
        }
        let at_end = mem::take(&mut progress.at_end);
        drop(progress);
        for entry in at_end.into_values() {
            match entry {
                AtEnd::Wake(waker) => waker.wake(),
                AtEnd::EndTask(end_task) => end_task(self.collect()),
            }
        }
    }

    /// The results in the order of the arguments; ahead of them, if a child failed, the
    /// one that failed first. A caller that collects stops at that one, and not at a
    /// child that failed later but is listed before it.
    fn results(&self) -> impl Iterator<Item = Result<T, TaskError>> {
        let first_failed = self.lock().first_failed;
        let failed = first_failed.map(|place| &self.children[place]);
        failed.into_iter().chain(&self.children).map(Task::result)
    }

    /// The outcome of the group. A panic while a result is cloned is its outcome, too.
    fn collect(&self) -> Result<Vec<T>, TaskError> {
        // Unwind-safe: cloning changes nothing that is used afterwards.
        let collected = catch_unwind(AssertUnwindSafe(|| self.results().collect()));
        collected.unwrap_or_else(|panic| {
            let message = panic_message(&*panic);
            Err(TaskError::Panicked(message))
        })
    }

    fn cancel(&self) -> bool {
        if self.lock().is_done() {
            return false;
        }
        // A child that is cancelled fails, and so the group does. That is all there is to
        // record: children in asyncio may refuse, tasks in this course cannot.
        let mut cancelled = false;
        for child in &self.children {
            cancelled |= child.cancel();
        }
        cancelled
    }
}

impl<T: Clone + Send + 'static> Gather<T> {
    #[track_caller]
    fn start(
        items: impl IntoIterator<Item: EnsureFuture<Output = T>>,
        is_failure: fn(&Result<T, TaskError>) -> bool,
    ) -> Self {
        let mut children = Vec::new();
        // A loop and not `map`: inside a closure, `#[track_caller]` would name this
        // line, and not the caller's, as the place where the tasks were spawned.
        for item in items {
            children.push(item.ensure_future());
        }
        assert_one_loop(&children);
        let group = Arc::new(Group {
            is_failure,
            progress: Mutex::new(Progress {
                running: children.len(),
                first_failed: None,
                return_exceptions: false,
                at_end: BTreeMap::new(),
                next_place: 0,
                as_task: None,
            }),
            children,
        });
        for (place, child) in group.children.iter().enumerate() {
            let group = Arc::clone(&group);
            when_done(child, move || group.child_done(place));
        }
        Gather { group }
    }

    /// Waits for all tasks and returns the outcome of each of them, failed or not:
    /// `asyncio.gather(…, return_exceptions=True)`.
    ///
    /// A task that was cancelled has [`TaskError::Cancelled`] in its place. So have the
    /// unfinished ones when the group itself is cancelled; asyncio raises
    /// `CancelledError` in that case.
    ///
    /// # Cancel safety
    ///
    /// Dropping the returned future before it is ready, awaited or not, cancels the
    /// tasks.
    pub fn return_exceptions(
        self,
    ) -> impl Future<Output = Vec<Result<T, TaskError>>> + Send + 'static {
        self.group.lock().return_exceptions = true;
        self.awaited(|group| group.children.iter().map(Task::result).collect())
    }

    /// Cancels the tasks that are not done, those of groups within this one included. A
    /// task that has not started never does.
    ///
    /// Returns `false`, and does nothing, if the group is done: also if it is done
    /// because of a failure, while some of its tasks go on.
    pub fn cancel(&self) -> bool {
        self.group.cancel()
    }

    /// Whether the group is done: all tasks are done, or one has failed and the failures
    /// are not returned as results.
    pub fn done(&self) -> bool {
        self.group.lock().is_done()
    }

    /// Waits until the group is done, and cancels it if the waiting is given up.
    fn awaited<R: Send + 'static>(
        self,
        outcome: impl FnOnce(&Group<T>) -> R + Send + 'static,
    ) -> impl Future<Output = R> + Send + 'static {
        let cancelled = Arc::clone(&self.group);
        let waiting = Box::pin(async move {
            UntilDone {
                group: &self.group,
                place: None,
            }
            .await;
            outcome(&self.group)
        });
        cancel_with(waiting, move || {
            cancelled.cancel();
        })
    }
}

/// Waits until a group is done.
struct UntilDone<'a, T> {
    group: &'a Group<T>,
    /// The place among the waiting tasks, from the first poll on. Later polls renew the
    /// waker, but keep the place.
    place: Option<u64>,
}

impl<T> Future for UntilDone<'_, T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let wake = AtEnd::Wake(cx.waker().clone());
        let mut progress = self.group.lock();
        if progress.is_done() {
            return Poll::Ready(());
        }
        let place = self.place.unwrap_or_else(|| progress.new_place());
        let replaced = progress.at_end.insert(place, wake);
        drop(progress);
        drop(replaced);
        self.place = Some(place);
        Poll::Pending
    }
}

impl<T> Drop for UntilDone<'_, T> {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            let removed = self.group.lock().at_end.remove(&place);
            drop(removed);
        }
    }
}

impl<T: Clone + Send + 'static> IntoFuture for Gather<T> {
    type Output = Result<Vec<T>, TaskError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.awaited(|group| group.results().collect()))
    }
}

/// A group as an item of another, or of `wait_for`: a task that ends as the group does.
/// No coroutine drives it, as in asyncio, where a group is a future and not a task.
impl<T: Clone + Send + 'static> EnsureFuture for Gather<T> {
    type Output = Vec<T>;

    #[track_caller]
    fn ensure_future(self) -> Task<Vec<T>> {
        let home = match self.group.children.first() {
            Some(child) => child.home().clone(),
            None => Home::current(),
        };
        let mut progress = self.group.lock();
        if let Some(task) = &progress.as_task {
            return task.clone();
        }
        // Weak, because the group keeps the task. It lives until its children are done.
        let group = Arc::downgrade(&self.group);
        let cancel = move || group.upgrade().is_some_and(|group| group.cancel());
        let (task, end_task) = promise(home, cancel);
        progress.as_task = Some(task.clone());
        if progress.is_done() {
            drop(progress);
            end_task.finish(self.group.collect());
        } else {
            let place = progress.new_place();
            let end_task: EndTask<T> = Box::new(|outcome| end_task.finish(outcome));
            progress.at_end.insert(place, AtEnd::EndTask(end_task));
        }
        task
    }
}
