//! `gather`: many tasks, one list of results in the order of the arguments.

use std::error::Error;
use std::fmt;
use std::panic::resume_unwind;
use std::sync::Arc;

use futures::future::BoxFuture;
use tasks_and_callbacks::{EnsureFuture, Task, TaskError, create_task};
use tokio::sync::{SetOnce, watch};

/// Runs `items` at the same time and collects what they give: `asyncio.gather(*items)`.
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
/// Awaiting gives the [`TaskError`] of the first task that panics or is cancelled, as
/// soon as that happens. The other tasks go on.
///
/// # Panics
///
/// If an item is a future and no tokio runtime is running on this thread.
///
/// # Cancel safety
///
/// Dropping the `.await` half-way (by cancelling the task that awaits) cancels the
/// tasks, as in asyncio. Dropping a [`Gather`] that is not awaited cancels nothing.
#[track_caller]
pub fn gather<T>(items: impl IntoIterator<Item: EnsureFuture<Output = T>>) -> Gather<T>
where
    T: Clone + Send + 'static,
{
    Gather::start(items, |task| task.result().is_err())
}

/// Like [`gather`], for items that give a `Result`: an `Err` counts as a failure.
///
/// This is Rust's spelling of a coroutine that *raises*. The tasks are made at once;
/// the returned future gives the `Ok` values in the order of the arguments.
///
/// # Errors
///
/// The first failure, as soon as it happens: [`GatherError::Failed`] for an `Err`,
/// [`GatherError::Task`] for a panic or a cancellation. The other tasks go on.
///
/// # Panics
///
/// If an item is a future and no tokio runtime is running on this thread.
///
/// # Cancel safety
///
/// Dropping the returned future before it is over, awaited or not, cancels the tasks.
#[track_caller]
pub fn try_gather<T, E>(
    items: impl IntoIterator<Item: EnsureFuture<Output = Result<T, E>>>,
) -> impl Future<Output = Result<Vec<T>, GatherError<E>>> + Send + 'static
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    let group = Gather::start(items, |task| !matches!(task.result(), Ok(Ok(_))));
    let awaited = Awaited(group);
    async move {
        awaited.0.over().await;
        let flat = |result: Result<Result<T, E>, TaskError>| match result {
            Ok(result) => result.map_err(GatherError::Failed),
            Err(error) => Err(GatherError::Task(error)),
        };
        awaited.0.results().map(flat).collect()
    }
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
    children: Arc<[Task<T>]>,
    /// Written by the callbacks of the children. A `watch` channel, because any number
    /// of handles may wait for it, and one that comes too late still sees the end.
    progress: watch::Sender<Progress>,
}

struct Progress {
    running: usize,
    /// The place of the child that failed before all others. Results are in the
    /// children, so a place is enough, and [`try_gather`] can share this type.
    first_failed: Option<usize>,
    /// In asyncio a property of the group, too: it decides when the group is over.
    return_exceptions: bool,
}

impl Progress {
    fn is_over(&self) -> bool {
        self.running == 0 || (self.first_failed.is_some() && !self.return_exceptions)
    }
}

impl<T: Clone + Send + 'static> Gather<T> {
    #[track_caller]
    fn start(
        items: impl IntoIterator<Item: EnsureFuture<Output = T>>,
        failed: fn(&Task<T>) -> bool,
    ) -> Self {
        let mut children = Vec::new();
        // A loop and not `map`: inside a closure, `#[track_caller]` would name this
        // line, and not the caller's, as the birthplace of the tasks.
        for item in items {
            children.push(item.ensure_future());
        }
        let progress = watch::Sender::new(Progress {
            running: children.len(),
            first_failed: None,
            return_exceptions: false,
        });
        for (place, child) in children.iter().enumerate() {
            let progress = progress.clone();
            child.add_done_callback(move |child| {
                // Before the channel is locked: `failed` clones the result.
                let failed = failed(child);
                progress.send_if_modified(|progress| {
                    progress.running -= 1;
                    if failed {
                        progress.first_failed.get_or_insert(place);
                    }
                    // Whoever waits is woken for the end only.
                    progress.is_over()
                });
            });
        }
        Gather {
            children: children.into(),
            progress,
        }
    }

    /// Waits for all tasks and gives what each of them came to, failed or not:
    /// `asyncio.gather(…, return_exceptions=True)`.
    ///
    /// A task that was cancelled has [`TaskError::Cancelled`] in its place. So have the
    /// unfinished ones when the group itself is cancelled; asyncio raises
    /// `CancelledError` in that case.
    ///
    /// # Cancel safety
    ///
    /// Dropping the returned future before it is over, awaited or not, cancels the
    /// tasks.
    pub fn return_exceptions(
        self,
    ) -> impl Future<Output = Vec<Result<T, TaskError>>> + Send + 'static {
        self.progress
            .send_modify(|progress| progress.return_exceptions = true);
        let awaited = Awaited(self);
        async move {
            awaited.0.over().await;
            awaited.0.children.iter().map(Task::result).collect()
        }
    }

    /// Cancels the tasks that are not done, those of groups within this one included.
    ///
    /// Returns `false`, and does nothing, if the group is over already: also if it is
    /// over because of a failure, while some of its tasks go on.
    ///
    /// Groups within this one pass it on one turn later: a task in them that was about
    /// to start still runs up to its first `.await`. In asyncio it does not start.
    pub fn cancel(&self) -> bool {
        if self.done() {
            return false;
        }
        // A child that takes the cancellation fails by it, and so the group does. That
        // is all there is to record: children in asyncio may refuse, tasks here cannot.
        let mut cancelled = false;
        for child in &*self.children {
            cancelled |= child.cancel();
        }
        cancelled
    }

    /// Whether the group is over: all tasks are done, or one has failed and the failures
    /// are not to be returned as results.
    pub fn done(&self) -> bool {
        self.progress.borrow().is_over()
    }

    async fn over(&self) {
        let mut progress = self.progress.subscribe();
        // An error would mean that all senders are gone, but `self` holds one.
        let _over = progress.wait_for(Progress::is_over).await;
    }

    /// The results in the order of the arguments; ahead of them, if a child failed, the
    /// one that failed first. Whoever collects stops there, and not at a child that
    /// failed later but stands before it.
    fn results(&self) -> impl Iterator<Item = Result<T, TaskError>> {
        let first_failed = self.progress.borrow().first_failed;
        let blamed = first_failed.map(|place| &self.children[place]);
        blamed.into_iter().chain(&*self.children).map(Task::result)
    }
}

/// A group that somebody awaits. Dropping it cancels the group, which does nothing if
/// the group is over. It exists before the first poll: a task that is cancelled before
/// it starts must pass that on, too.
struct Awaited<T: Clone + Send + 'static>(Gather<T>);

impl<T: Clone + Send + 'static> Drop for Awaited<T> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl<T: Clone + Send + 'static> IntoFuture for Gather<T> {
    type Output = Result<Vec<T>, TaskError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let awaited = Awaited(self);
        Box::pin(async move {
            awaited.0.over().await;
            awaited.0.results().collect()
        })
    }
}

/// A group as an item of another: a task that ends as the group does.
impl<T: Clone + Send + 'static> EnsureFuture for Gather<T> {
    type Output = Vec<T>;

    #[track_caller]
    fn ensure_future(self) -> Task<Vec<T>> {
        let group = self.into_future();
        // How the task learns its own name, which exists only after spawning.
        let itself = Arc::new(SetOnce::<Task<Vec<T>>>::new());
        let known = Arc::clone(&itself);
        let task = create_task(async move {
            match group.await {
                Ok(results) => results,
                // Ends this task like the one below, without printing it again.
                Err(TaskError::Panicked(message)) => resume_unwind(Box::new(message)),
                // A task cannot return a cancellation: it must be cancelled.
                Err(TaskError::Cancelled | TaskError::NotDone) => {
                    known.wait().await.cancel();
                    std::future::pending().await
                }
            }
        });
        // It fails only on a cell that is set already, and this one is new.
        let _new = itself.set(task.clone());
        task
    }
}
