//! A loop in a thread of its own, and how other threads talk to it.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::thread::{self, JoinHandle};

use call_later::{Handle, Loop};
use event_loop::{AnyTask, EventLoop, RunError};
use futures::FutureExt;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::concurrent_future::{ConcurrentFuture, pair};
use crate::error::ExecutorError;

/// A loop that runs in a thread of its own: `Thread(target=loop.run_forever)`.
///
/// The thread belongs to this value. Dropping it stops the loop and waits for the thread,
/// so the thread cannot be forgotten: a tutorial that forgets it hangs when it should end.
///
/// ```
/// use thread_executors::LoopThread;
///
/// async fn double(number: u32) -> u32 {
///     2 * number
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let loop_thread = LoopThread::start()?;
/// // future = asyncio.run_coroutine_threadsafe(double(21), loop)
/// let future = loop_thread.handle().run_coroutine_threadsafe(double(21))?;
/// // number = future.result()
/// assert_eq!(future.result(None), Ok(42));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct LoopThread {
    handle: LoopHandle,
    /// An `Option` because joining takes it, and `drop` has only a reference.
    thread: Option<JoinHandle<()>>,
}

/// The loop of a [`LoopThread`], for other threads and for callbacks. Clones are handles
/// to the same loop.
///
/// It keeps nothing alive: the loop stops when its [`LoopThread`] is dropped.
#[derive(Clone)]
pub struct LoopHandle {
    /// The callbacks of the loop. One queue for everything, so that the requests of one
    /// thread are carried out in the order of its calls.
    callbacks: Loop,
    /// The tasks of the loop.
    tasks: EventLoop,
}

impl LoopThread {
    /// Starts a thread with a loop in it.
    ///
    /// # Errors
    ///
    /// Returns an error if the operating system refuses the thread, or what a runtime
    /// needs.
    pub fn start() -> io::Result<Self> {
        // Built here and not in the thread, so that the caller learns of a failure.
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let callbacks = {
            let _inside = runtime.enter();
            Loop::new()
        };
        let tasks = EventLoop::new(runtime.handle());
        let handle = LoopHandle { callbacks, tasks };
        let running = handle.clone();
        let thread = thread::Builder::new()
            .name("loop".to_owned())
            .spawn(move || running.run(runtime))?;
        Ok(LoopThread {
            handle,
            thread: Some(thread),
        })
    }

    /// The handle for other threads and for callbacks.
    pub fn handle(&self) -> &LoopHandle {
        &self.handle
    }

    /// Stops the loop and waits for its thread, as dropping does.
    pub fn join(self) {
        drop(self);
    }
}

impl Drop for LoopThread {
    fn drop(&mut self) {
        self.handle.stop();
        let me = thread::current().id();
        if let Some(thread) = self.thread.take()
            // A callback that owns its own loop may drop it, but not wait for itself.
            && thread.thread().id() != me
        {
            // An error would be a panic that got past the loop, and was printed.
            let _panicked = thread.join();
        }
    }
}

impl LoopHandle {
    /// The body of the thread. Each turn of the callbacks is a turn of the loop; the
    /// tasks that are ready run between two of them.
    fn run(self, runtime: Runtime) {
        runtime.block_on(async {
            tokio::select! {
                biased; // callbacks first
                _stopped = self.callbacks.run_forever() => {}
                _stopped = self.tasks.run_forever() => {}
            }
        });
        // Refuses new callbacks, and drops those that were not called.
        self.callbacks.close().expect("the run is over");
        // With all its tasks.
        drop(runtime);
    }

    /// Queues `callback` for the next turn of the loop:
    /// `loop.call_soon_threadsafe(callback)`.
    ///
    /// It may be called from any thread, that of the loop included. Callbacks are called
    /// one after the other, in the order of the calls. A callback that blocks, blocks the
    /// loop.
    ///
    /// # Errors
    ///
    /// Returns [`RunError::Closed`] if the loop has stopped. A loop that is just stopping
    /// may still take `callback`, and drop it uncalled.
    pub fn call_soon_threadsafe(
        &self,
        callback: impl FnOnce() + Send + 'static,
    ) -> Result<Handle, RunError> {
        let tasks = self.tasks.clone();
        self.callbacks.call_soon_threadsafe(move |_loop| {
            // The tasks that the callback creates belong to this loop.
            let _inside = tasks.enter();
            callback();
        })
    }

    /// Runs `future` as a task of the loop:
    /// `asyncio.run_coroutine_threadsafe(future, loop)`.
    ///
    /// It goes on if the returned future is dropped. If the loop stops before it is done,
    /// it is dropped, and the result is [`ExecutorError::Cancelled`].
    ///
    /// # Errors
    ///
    /// Returns [`RunError::Closed`] if the loop has stopped: `future` is dropped.
    #[track_caller]
    pub fn run_coroutine_threadsafe<F>(
        &self,
        future: F,
    ) -> Result<ConcurrentFuture<F::Output>, RunError>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        // A task could overtake callbacks that were queued before it. So it waits for a
        // callback of its own: the one in which asyncio would make the task.
        let (let_it_begin, may_begin) = oneshot::channel();
        self.call_soon_threadsafe(move || {
            // An error means that the task was cancelled before.
            let _cancelled = let_it_begin.send(());
        })?;
        let (promise, result) = pair();
        let task = self.tasks.create_task(async move {
            if may_begin.await.is_err() {
                return; // the loop stopped first
            }
            // Unwind-safe: `future` is not used again after a panic.
            match AssertUnwindSafe(future).catch_unwind().await {
                Ok(value) => promise.finish(Ok(value)),
                Err(panic) => {
                    promise.finish(Err(ExecutorError::from_panic(&*panic)));
                    // tokio has to know about the panic too. It is not printed again.
                    resume_unwind(panic);
                }
            }
        });
        result.cancels(task.into());
        Ok(result)
    }

    /// Asks the loop to stop: `loop.call_soon_threadsafe(loop.stop)`.
    ///
    /// Callbacks that are queued already are still called. Tasks that are not done by
    /// then are dropped at their await. If the loop has stopped, this has no effect.
    pub fn stop(&self) {
        let _stopped_before = self.callbacks.call_soon_threadsafe(Loop::stop);
    }

    /// Returns the tasks that are not done, in the order in which they were made:
    /// `asyncio.all_tasks(loop)`.
    pub fn all_tasks(&self) -> Vec<AnyTask> {
        self.tasks.all_tasks()
    }

    /// Whether the loop is running: `loop.is_running()`.
    ///
    /// A thread that has just been started may not have begun to run it.
    pub fn is_running(&self) -> bool {
        self.callbacks.is_running()
    }

    /// Whether the loop is closed, as it is once it has stopped: `loop.is_closed()`.
    pub fn is_closed(&self) -> bool {
        self.callbacks.is_closed()
    }

    /// Makes the loop refuse to take callbacks and coroutines: `loop.close()`.
    ///
    /// A loop that has stopped closes by itself, so this changes something only before
    /// its thread has begun to run it.
    ///
    /// # Errors
    ///
    /// Returns [`RunError::AlreadyRunning`] if the loop is running; it goes on.
    pub fn close(&self) -> Result<(), RunError> {
        self.callbacks.close()
    }
}

impl fmt::Debug for LoopHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopHandle")
            .field("running", &self.is_running())
            .field("closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}
