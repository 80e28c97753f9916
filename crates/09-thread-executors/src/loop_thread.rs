//! A loop in a thread of its own, and how other threads talk to it.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::{self, JoinHandle};

use futures::FutureExt;
use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use crate::concurrent_future::{ConcurrentFuture, pair};
use crate::error::ExecutorError;

/// A loop that runs in a thread of its own: `Thread(target=loop.run_forever)`.
///
/// The thread belongs to this value. Dropping it stops the loop and waits for the thread,
/// so no thread is forgotten: a tutorial that forgets it hangs when it should end.
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

/// What other threads hold to talk to the loop. Clones talk to the same loop.
///
/// It keeps nothing alive: the loop stops when its [`LoopThread`] is dropped.
#[derive(Clone)]
pub struct LoopHandle {
    /// One queue for everything, so that what one thread asks for happens in the order
    /// of its calls. Unbounded, because `call_soon_threadsafe` never waits.
    calls: UnboundedSender<Call>,
    runtime: Handle,
}

enum Call {
    Callback(Box<dyn FnOnce() + Send>),
    Stop,
}

impl LoopThread {
    /// Starts a thread with a loop in it.
    ///
    /// # Errors
    ///
    /// If the operating system refuses the thread, or what a runtime needs.
    pub fn start() -> io::Result<Self> {
        // Built here and not in the thread: so a failure has somebody to go to.
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (calls, queue) = unbounded_channel();
        let handle = LoopHandle {
            calls,
            runtime: runtime.handle().clone(),
        };
        let thread = thread::Builder::new()
            .name("loop".to_owned())
            // The runtime is dropped at the end of the thread, with all its tasks.
            .spawn(move || runtime.block_on(run_forever(queue)))?;
        Ok(LoopThread {
            handle,
            thread: Some(thread),
        })
    }

    /// What to give to other threads, and to callbacks.
    pub fn handle(&self) -> &LoopHandle {
        &self.handle
    }

    /// Stops the loop, and waits for its thread: what dropping does, as a word.
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
            // An error would be a panic that got past `run_forever`, and has been told.
            let _panicked = thread.join();
        }
    }
}

/// The body of the thread. Each time around is a turn of asyncio's loop: the callbacks
/// that are queued by now, and after them the tasks that are ready.
async fn run_forever(mut queue: UnboundedReceiver<Call>) {
    let mut turn = Vec::new();
    let mut stopping = false;
    // Nobody can close the queue while we hold it; an empty turn cannot happen.
    while !stopping && queue.recv_many(&mut turn, usize::MAX).await > 0 {
        for call in turn.drain(..) {
            match call {
                // A panic is told on stderr, and does not end the loop, as in Python.
                Call::Callback(callback) => {
                    let _panicked = catch_unwind(AssertUnwindSafe(callback));
                }
                // The other callbacks of this turn are still called. Then it is over.
                Call::Stop => stopping = true,
            }
        }
        if !stopping {
            yield_now().await;
        }
    }
}

impl LoopHandle {
    /// Lets the loop call `callback` in its next turn:
    /// `loop.call_soon_threadsafe(callback)`.
    ///
    /// It may be called from any thread, that of the loop included. Callbacks are called
    /// one after the other, in the order of the calls. One that blocks, blocks the loop.
    ///
    /// # Errors
    ///
    /// [`ExecutorError::ShutDown`] if the loop has stopped. One that is just stopping
    /// may still take `callback`, and drop it uncalled.
    pub fn call_soon_threadsafe(
        &self,
        callback: impl FnOnce() + Send + 'static,
    ) -> Result<(), ExecutorError> {
        self.calls
            .send(Call::Callback(Box::new(callback)))
            .map_err(|_refused| ExecutorError::ShutDown)
    }

    /// Runs `future` as a task of the loop:
    /// `asyncio.run_coroutine_threadsafe(future, loop)`.
    ///
    /// It goes on if what this returns is dropped. If the loop stops before it is done,
    /// it is dropped, and the result is [`ExecutorError::Cancelled`].
    ///
    /// # Errors
    ///
    /// [`ExecutorError::ShutDown`] if the loop has stopped: `future` is dropped.
    #[track_caller]
    pub fn run_coroutine_threadsafe<F>(
        &self,
        future: F,
    ) -> Result<ConcurrentFuture<F::Output>, ExecutorError>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        // A spawned task could overtake callbacks that are queued before it. So it waits
        // for a callback of its own: the one in which asyncio would make the task.
        let (let_it_begin, may_begin) = oneshot::channel();
        self.call_soon_threadsafe(move || {
            // Nobody there means that the task was cancelled before.
            let _cancelled = let_it_begin.send(());
        })?;
        let (promise, result) = pair();
        let task = self.runtime.spawn(async move {
            if may_begin.await.is_err() {
                return; // the loop stopped first
            }
            // Unwind-safe: `future` is not used again after a panic.
            match AssertUnwindSafe(future).catch_unwind().await {
                Ok(value) => promise.finish(Ok(value)),
                Err(panic) => {
                    promise.finish(Err(ExecutorError::from_panic(&*panic)));
                    // tokio shall know about the panic too. This does not print it again.
                    resume_unwind(panic);
                }
            }
        });
        result.aborts(task.abort_handle());
        Ok(result)
    }

    /// Asks the loop to stop: `loop.call_soon_threadsafe(loop.stop)`.
    ///
    /// Callbacks that are queued already are still called. Tasks that are not done by
    /// then are dropped at the await where they stand. A loop that has stopped is asked
    /// in vain.
    pub fn stop(&self) {
        let _stopped_before = self.calls.send(Call::Stop);
    }
}

impl fmt::Debug for LoopHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopHandle")
            .field("stopped", &self.calls.is_closed())
            .finish_non_exhaustive()
    }
}
