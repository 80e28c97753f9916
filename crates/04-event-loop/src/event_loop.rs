//! The loop as an object.

use std::fmt;
use std::sync::Arc;

use tasks_and_callbacks::{Task, create_task};
use tokio::runtime::Handle;

use crate::turns::{InTurns, Turns};
use crate::{AnyTask, RunError};

/// An event loop to run, stop and run again: the object from
/// `asyncio.new_event_loop()`.
///
/// Clones are handles to the same loop; a callback that is to stop the loop takes one
/// along. The loop lives as long as its runtime: when that is dropped, its tasks are.
#[derive(Clone)]
pub struct EventLoop {
    /// Where the tasks run. A handle, because `block_on` belongs to the runtime: whoever
    /// owns that decides when to run.
    runtime: Handle,
    turns: Arc<Turns>,
}

impl EventLoop {
    /// A loop whose tasks run on `runtime`, which should be a `current_thread` one.
    pub fn new(runtime: &Handle) -> Self {
        EventLoop {
            runtime: runtime.clone(),
            turns: Arc::default(),
        }
    }

    /// Queues `future` as a task of this loop: `loop.create_task(coroutine)`.
    ///
    /// It may be called whether the loop runs or not. The task starts in the next turn.
    ///
    /// # Panics
    ///
    /// If the loop is closed.
    #[track_caller]
    pub fn create_task<F>(&self, future: F) -> Task<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        assert!(!self.is_closed(), "{}", RunError::Closed);
        self.create_task_with_id(future).0
    }

    #[track_caller]
    fn create_task_with_id<F>(&self, future: F) -> (Task<F::Output>, u64)
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let id = self.turns.list();
        let future = InTurns::new(future, Arc::clone(&self.turns), id);
        // Outside of a run, tokio must be told which runtime is meant.
        let _inside = self.runtime.enter();
        let task = create_task(future);
        self.turns.set_handle(id, AnyTask::new(task.clone()));
        (task, id)
    }

    /// Runs the loop until [`stop`](Self::stop): `loop.run_forever()`.
    ///
    /// A loop that was stopped before it runs takes one turn.
    ///
    /// # Errors
    ///
    /// [`RunError::Closed`] or [`RunError::AlreadyRunning`], and then nothing has run.
    ///
    /// # Cancel safety
    ///
    /// Dropping it half-way interrupts the run, as `KeyboardInterrupt` does. The tasks
    /// stay, and the loop may be run again.
    pub async fn run_forever(&self) -> Result<(), RunError> {
        self.turns.begin(None)?.over().await;
        Ok(())
    }

    /// Makes a task of `future`, runs the loop until it is done, and returns its result:
    /// `loop.run_until_complete(coroutine)`.
    ///
    /// The task is made at once, the run begins when this is awaited. It ends one turn
    /// after the task did, so that what waited for the task is told.
    ///
    /// For a task that exists already, give it `task.into_future()`.
    ///
    /// # Errors
    ///
    /// [`RunError::Closed`] or [`RunError::AlreadyRunning`], and then no task was made;
    /// [`RunError::Stopped`] if somebody stopped the loop before the task was done, which
    /// goes on in the next run; [`RunError::Task`] if it panicked or was cancelled.
    ///
    /// # Cancel safety
    ///
    /// Dropping it half-way interrupts the run, as `KeyboardInterrupt` does. The tasks
    /// stay, this one among them, and the loop may be run again.
    #[track_caller]
    pub fn run_until_complete<F>(
        &self,
        future: F,
    ) -> impl Future<Output = Result<F::Output, RunError>> + use<F>
    where
        F: Future + Send + 'static,
        F::Output: Clone + Send + 'static,
    {
        // Not an `async fn`: that would make the task later, behind those which are made
        // between this call and the `.await`.
        let task = match (self.is_closed(), self.is_running()) {
            (true, _) => Err(RunError::Closed),
            (_, true) => Err(RunError::AlreadyRunning),
            _ => Ok(self.create_task_with_id(future)),
        };
        let turns = Arc::clone(&self.turns);
        async move {
            let (task, id) = task?;
            turns.begin(Some(id))?.over().await;
            if task.done() {
                task.result().map_err(RunError::Task)
            } else {
                Err(RunError::Stopped)
            }
        }
    }

    /// Ends the run after the turn that is on: `loop.stop()`.
    ///
    /// What was ready when the turn began still runs in it; what becomes ready meanwhile
    /// waits for the next run. If the loop does not run, the next run takes one turn.
    pub fn stop(&self) {
        self.turns.stop();
    }

    /// The tasks that are not done, in the order in which they were made:
    /// `asyncio.all_tasks(loop)`.
    ///
    /// The tasks that [`create_task`](Self::create_task) and
    /// [`run_until_complete`](Self::run_until_complete) made, that is; those spawned past
    /// the loop are known to tokio only.
    pub fn all_tasks(&self) -> Vec<AnyTask> {
        self.turns.all_tasks()
    }

    /// Whether the loop is running.
    pub fn is_running(&self) -> bool {
        self.turns.is_running()
    }

    /// Whether the loop was closed.
    pub fn is_closed(&self) -> bool {
        self.turns.is_closed()
    }

    /// Has the loop refuse to run from now on: `loop.close()`.
    ///
    /// Nobody is told: tasks that are not done are neither cancelled nor awaited. They
    /// are dropped with the runtime. Closing a closed loop does nothing.
    ///
    /// # Errors
    ///
    /// [`RunError::AlreadyRunning`] if the loop is running; it goes on.
    pub fn close(&self) -> Result<(), RunError> {
        self.turns.close()
    }
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLoop")
            .field("running", &self.is_running())
            .field("closed", &self.is_closed())
            .field("tasks", &self.all_tasks())
            .finish()
    }
}
