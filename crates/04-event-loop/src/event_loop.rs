//! The loop as an object.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::task::Context;

use tasks_and_callbacks::plumbing::{self, Entered, Home, create_task_in};
use tasks_and_callbacks::{AnyTask, EnsureFuture, Task};
use tokio::runtime::Handle;

use crate::RunError;
use crate::turns::Turns;

/// An event loop to run, stop and run again: the object from
/// `asyncio.new_event_loop()`.
///
/// Clones are handles to the same loop; a callback that stops the loop owns one. The loop
/// lives as long as its runtime: when that is dropped, so are its tasks.
#[derive(Clone)]
pub struct EventLoop {
    turns: Arc<Turns>,
    /// The runtime and the turns, as the tasks know them. The runtime is a handle, because
    /// `block_on` belongs to the runtime: its owner decides when to run.
    home: Home,
    runtime: Handle,
}

impl EventLoop {
    /// Makes a loop whose tasks run on `runtime`.
    pub fn new(runtime: &Handle) -> Self {
        let turns = Arc::new(Turns::default());
        EventLoop {
            home: Home::new(runtime.clone(), Self::as_dyn(&turns)),
            runtime: runtime.clone(),
            turns,
        }
    }

    fn as_dyn(turns: &Arc<Turns>) -> Arc<dyn plumbing::Turns> {
        Arc::clone(turns) as Arc<dyn plumbing::Turns>
    }

    /// Queues `future` as a task of this loop: `loop.create_task(coroutine)`.
    ///
    /// It may be called whether the loop runs or not. The task starts in the next turn.
    /// In a task or callback of this loop,
    /// [`create_task`](tasks_and_callbacks::create_task) without a loop does the same.
    ///
    /// # Panics
    ///
    /// Panics if the loop is closed.
    #[track_caller]
    pub fn create_task<F>(&self, future: F) -> Task<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        assert!(!self.is_closed(), "{}", RunError::Closed);
        create_task_in(&self.home, future)
    }

    /// Makes this the loop of what is created until the returned guard is dropped:
    /// `asyncio.set_event_loop(loop)`.
    pub fn enter(&self) -> Entered<'_> {
        self.home.enter()
    }

    /// Runs the loop until [`stop`](Self::stop): `loop.run_forever()`.
    ///
    /// A loop that was stopped before it runs takes one turn.
    ///
    /// # Errors
    ///
    /// Returns [`RunError::Closed`], [`RunError::AlreadyRunning`], or
    /// [`RunError::DifferentLoop`] if it is awaited on another runtime. Then nothing has
    /// run.
    ///
    /// # Cancel safety
    ///
    /// Dropping it halfway interrupts the run, as `KeyboardInterrupt` does. The tasks
    /// stay, and the loop may be run again.
    pub async fn run_forever(&self) -> Result<(), RunError> {
        self.check_runtime()?;
        self.turns.begin()?.over().await;
        Ok(())
    }

    /// Runs the loop until `awaitable` is done, and returns its result:
    /// `loop.run_until_complete(awaitable)`.
    ///
    /// A future becomes a task at once; a task or a group is taken as it is. The run
    /// begins when this is awaited. It ends one turn after the task did, so that what
    /// waited for the task is woken.
    ///
    /// # Errors
    ///
    /// Returns [`RunError::Closed`], [`RunError::AlreadyRunning`] or
    /// [`RunError::DifferentLoop`] if the loop cannot run, or not for this task. If the
    /// loop is closed or running at the call, no task is made; if it is at the await, the
    /// task exists, and runs in the next run. Returns [`RunError::Stopped`] if the loop
    /// was stopped before the task was done, which goes on in the next run, and
    /// [`RunError::Task`] if it panicked or was cancelled.
    ///
    /// # Cancel safety
    ///
    /// Dropping it halfway interrupts the run, as `KeyboardInterrupt` does. The tasks
    /// stay, this one among them, and the loop may be run again.
    #[track_caller]
    pub fn run_until_complete<A>(
        &self,
        awaitable: A,
    ) -> impl Future<Output = Result<A::Output, RunError>> + use<A>
    where
        A: EnsureFuture,
        A::Output: Clone + Send + 'static,
    {
        // Not an `async fn`: that would make the task later, after those that are made
        // between this call and the `.await`.
        let task = match (self.is_closed(), self.is_running()) {
            (true, _) => Err(RunError::Closed),
            (_, true) => Err(RunError::AlreadyRunning),
            _ => {
                let _inside = self.enter();
                let task = awaitable.ensure_future();
                match task.home().shares_loop_with(&self.home) {
                    true => Ok(task),
                    false => Err(RunError::DifferentLoop),
                }
            }
        };
        let event_loop = self.clone();
        async move {
            let task = task?;
            event_loop.check_runtime()?;
            let run = event_loop.turns.begin()?;
            {
                // Registered as a waiter of the task, not as a callback, which would be
                // one more task of tokio.
                let waker = run.stop_waker();
                let mut end = pin!((&task).into_future());
                if end
                    .as_mut()
                    .poll(&mut Context::from_waker(&waker))
                    .is_ready()
                {
                    waker.wake();
                }
                run.over().await;
            }
            drop(run);
            if task.done() {
                task.result().map_err(RunError::Task)
            } else {
                Err(RunError::Stopped)
            }
        }
    }

    /// The tasks can run only where they were spawned.
    fn check_runtime(&self) -> Result<(), RunError> {
        match Handle::try_current() {
            Ok(current) if current.id() == self.runtime.id() => Ok(()),
            _ => Err(RunError::DifferentLoop),
        }
    }

    /// Ends the run after the turn that is on: `loop.stop()`.
    ///
    /// What was ready when the turn began still runs in it; what becomes ready meanwhile
    /// waits for the next run. If the loop does not run, the next run takes one turn.
    pub fn stop(&self) {
        self.turns.stop();
    }

    /// Returns the tasks that are not done, in the order in which they were made:
    /// `asyncio.all_tasks(loop)`.
    ///
    /// These are the tasks of this loop. Those of `tokio::spawn` are known to tokio only.
    pub fn all_tasks(&self) -> Vec<AnyTask> {
        self.turns.all_tasks()
    }

    /// Whether the loop is running: `loop.is_running()`.
    pub fn is_running(&self) -> bool {
        self.turns.is_running()
    }

    /// Whether the loop was closed: `loop.is_closed()`.
    pub fn is_closed(&self) -> bool {
        self.turns.is_closed()
    }

    /// Makes the loop refuse to run from now on: `loop.close()`.
    ///
    /// Tasks that are not done are neither cancelled nor awaited. They are dropped with
    /// the runtime. Closing a closed loop does nothing.
    ///
    /// # Errors
    ///
    /// Returns [`RunError::AlreadyRunning`] if the loop is running; it goes on.
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
