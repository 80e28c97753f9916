//! `concurrent.futures.ThreadPoolExecutor`: a fixed number of threads that share a queue.

use std::collections::VecDeque;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use crate::concurrent_future::{ConcurrentFuture, Waiting, pair};
use crate::error::ExecutorError;

/// A few threads that take jobs from one queue: `concurrent.futures.ThreadPoolExecutor`.
///
/// Jobs begin in the order in which they were submitted. A thread is started when a job
/// is submitted and no thread is free, until there are `max_workers`; after that jobs
/// wait.
///
/// Dropping the pool is the end of Python's `with` block: it waits for all jobs.
pub struct ThreadPoolExecutor {
    /// In an `Arc` because the threads use it too, and may outlive the pool:
    /// `shutdown(false)` does not wait for them.
    shared: Arc<Shared>,
    max_workers: usize,
    thread_name_prefix: String,
}

type Job = Box<dyn FnOnce() + Send>;

struct Shared {
    /// A blocking lock: the threads of a pool have nothing else to do while they wait.
    state: Mutex<State>,
    /// A job was queued, or the pool was shut down: for threads without a job.
    wanted: Condvar,
    /// A thread has left: for the caller of `shutdown`.
    left: Condvar,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Job>,
    /// Number of threads that wait for a job.
    idle: usize,
    /// The threads that have not left yet. Their ids, because a thread that shuts down
    /// its own pool must not wait for itself.
    workers: Vec<ThreadId>,
    /// Number of threads started so far; the next one's name ends with it.
    started: usize,
    shut_down: bool,
}

impl ThreadPoolExecutor {
    /// Makes a pool of at most `max_workers` threads: `ThreadPoolExecutor(max_workers)`.
    ///
    /// # Panics
    ///
    /// Panics if `max_workers` is 0, for which Python raises `ValueError`.
    pub fn new(max_workers: usize) -> Self {
        Self::with_thread_name_prefix(max_workers, "ThreadPoolExecutor")
    }

    /// Makes a pool whose threads are called `prefix_0`, `prefix_1` and so on:
    /// `ThreadPoolExecutor(max_workers, thread_name_prefix)`.
    ///
    /// # Panics
    ///
    /// Panics if `max_workers` is 0, for which Python raises `ValueError`.
    pub fn with_thread_name_prefix(max_workers: usize, prefix: &str) -> Self {
        assert!(max_workers > 0, "max_workers must be greater than 0");
        ThreadPoolExecutor {
            shared: Arc::new(Shared {
                state: Mutex::default(),
                wanted: Condvar::new(),
                left: Condvar::new(),
            }),
            max_workers,
            thread_name_prefix: prefix.to_owned(),
        }
    }

    /// Queues `job`, to be called by one of the threads: `executor.submit(job)`.
    ///
    /// # Errors
    ///
    /// Returns [`ExecutorError::ShutDown`] if the pool was shut down: `job` is dropped.
    ///
    /// # Panics
    ///
    /// Panics if the operating system refuses a thread.
    pub fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<ConcurrentFuture<T>, ExecutorError> {
        let (promise, future) = pair();
        let mut state = self.shared.lock();
        if state.shut_down {
            return Err(ExecutorError::ShutDown);
        }
        state.queue.push_back(Box::new(move || {
            if promise.start() {
                // Unwind-safe: the job is not used again after a panic.
                let outcome = catch_unwind(AssertUnwindSafe(job));
                promise.finish(
                    outcome.map_err(|panic| ExecutorError::from_panic(&*panic)),
                );
            }
        }));
        // A thread that was woken and has not looked yet still counts as idle; but then
        // the job it was woken for is still in the queue too.
        if state.queue.len() > state.idle && state.workers.len() < self.max_workers {
            self.start_thread(&mut state);
        }
        drop(state);
        self.shared.wanted.notify_one();
        Ok(future)
    }

    fn start_thread(&self, state: &mut State) {
        let name = format!("{}_{}", self.thread_name_prefix, state.started);
        let shared = Arc::clone(&self.shared);
        let thread = thread::Builder::new()
            .name(name)
            .spawn(move || shared.work())
            .expect("the operating system provides a thread");
        // It cannot leave before this: for that it needs the lock, which is held here.
        state.workers.push(thread.thread().id());
        state.started += 1;
    }

    /// Takes no more jobs: `executor.shutdown(wait)`. Queued jobs are still done.
    ///
    /// With `wait`, this blocks until all jobs are done. A job that shuts down its own
    /// pool does not wait: it would wait for itself.
    pub fn shutdown(&self, wait: bool) {
        let mut state = self.shared.lock();
        state.shut_down = true;
        self.shared.wanted.notify_all();
        if !wait || state.workers.contains(&thread::current().id()) {
            return;
        }
        while !state.workers.is_empty() {
            let woken = self.shared.left.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for ThreadPoolExecutor {
    fn drop(&mut self) {
        self.shutdown(true);
    }
}

impl fmt::Debug for ThreadPoolExecutor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadPoolExecutor")
            .field("max_workers", &self.max_workers)
            .field("thread_name_prefix", &self.thread_name_prefix)
            .field("threads", &self.shared.lock().workers.len())
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Poisoned only if a thread could not be started, and the state is right then.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The body of each thread: one job after the other, until there will be no more.
    fn work(&self) {
        while let Some(job) = self.next_job() {
            // The job has caught its own panic. The destructors of what it captured or
            // returned may panic too; that must not cost the pool a thread.
            let _panicked = catch_unwind(AssertUnwindSafe(job));
        }
        let mut state = self.lock();
        let me = thread::current().id();
        state.workers.retain(|worker| *worker != me);
        self.left.notify_all();
    }

    fn next_job(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.queue.pop_front() {
                return Some(job);
            }
            if state.shut_down {
                return None;
            }
            state.idle += 1;
            let woken = self.wanted.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }
}

/// Runs `job` in a thread of `pool`: `await loop.run_in_executor(pool, job)`.
///
/// The job is queued by the call, not by the first poll: unlike an `async fn`, it runs
/// even if it is not awaited. Awaiting returns its value, or its panic as
/// [`ExecutorError::Panicked`], or [`ExecutorError::ShutDown`] if the pool takes no more
/// jobs (Python raises that at the call).
///
/// **Dropping the future does not stop the job.** A thread cannot be made to stop from
/// outside: a timeout or a `select!` ends the waiting, and the job runs to completion.
///
/// ```
/// use thread_executors::{ThreadPoolExecutor, run_in_executor};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let pool = ThreadPoolExecutor::new(3);
/// // page = await loop.run_in_executor(pool, fetch_page)
/// let page = run_in_executor(&pool, || "a page").await;
/// assert_eq!(page, Ok("a page"));
/// # }
/// ```
pub fn run_in_executor<T: Send + 'static>(
    pool: &ThreadPoolExecutor,
    job: impl FnOnce() -> T + Send + 'static,
) -> Waiting<T> {
    match pool.submit(job) {
        Ok(future) => future.into_future(),
        Err(_shut_down) => Waiting::refused(),
    }
}
