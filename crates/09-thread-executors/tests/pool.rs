//! The pool of threads: what comes back, in what order, on how many threads, and the end.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use testing::{LONG, Log, gate};
use thread_executors::{ExecutorError, ThreadPoolExecutor, run_in_executor};
use tokio::time::timeout;

/// "Schedules the callable to be executed and returns a Future object"; `result()`
/// returns what the call returned, and does so again.
#[test]
fn the_result_is_what_the_job_returned_and_stays() {
    let pool = ThreadPoolExecutor::new(1);
    let future = pool.submit(|| 6 * 7).expect("the pool takes jobs");
    for _ in 0..3 {
        assert_eq!(future.result(Some(LONG)), Ok(42));
    }
    assert!(future.done() && !future.cancelled() && !future.running());
}

/// `await loop.run_in_executor(pool, job)` gives the value, which need not be `Clone`.
#[tokio::test]
async fn awaiting_gives_the_value() {
    let _limited = testing::limited();
    let pool = ThreadPoolExecutor::new(1);
    let missing = run_in_executor(&pool, || {
        Err::<(), io::Error>(io::Error::other("no such page"))
    });
    let error = missing.await.expect("the job ran").expect_err("no page");
    assert_eq!(error.to_string(), "no such page");
}

/// "If the call raised an exception, this method will raise the same exception." The
/// thread survives it.
#[tokio::test]
async fn a_panic_is_an_error_and_the_thread_goes_on() {
    let _limited = testing::limited();
    let pool = ThreadPoolExecutor::new(1);
    let cups = 3;
    let formatted = run_in_executor(&pool, move || panic!("{cups} cups short"));
    let expected: Result<(), _> = Err(ExecutorError::Panicked("3 cups short".into()));
    assert_eq!(formatted.await, expected);
    let textless = pool
        .submit(|| std::panic::panic_any(3_u8))
        .expect("the pool takes jobs");
    let expected: Result<(), _> =
        Err(ExecutorError::Panicked("a panic without a message".into()));
    assert_eq!(textless.result(Some(LONG)), expected);
    assert!(textless.done() && !textless.cancelled());
    assert_eq!(
        run_in_executor(&pool, || "still here").await,
        Ok("still here")
    );
}

/// A destructor that panics, too, costs the pool no thread: it was captured by a job
/// that was cancelled, so nobody can be told.
#[test]
fn a_panicking_destructor_costs_no_thread() {
    struct Fragile;
    impl Drop for Fragile {
        fn drop(&mut self) {
            panic!("broken on the way out");
        }
    }
    let pool = ThreadPoolExecutor::new(1);
    let (opener, gate) = gate();
    let first = pool.submit(move || gate.pass()).expect("it takes jobs");
    let fragile = Fragile;
    let cancelled = pool.submit(move || drop(fragile)).expect("it takes jobs");
    assert!(cancelled.cancel());
    let last = pool.submit(|| "done").expect("it takes jobs");
    opener.open();
    assert_eq!(first.result(Some(LONG)), Ok(()));
    assert_eq!(last.result(Some(LONG)), Ok("done"));
}

/// The calls begin in the order of `submit`: with one thread, they also end in it.
#[test]
fn one_thread_runs_the_jobs_in_the_order_of_submit() {
    let pool = ThreadPoolExecutor::new(1);
    let log = Log::default();
    for number in 0..20 {
        let log = log.clone();
        let job = move || log.say(number.to_string());
        let _unheard = pool.submit(job).expect("it takes jobs");
    }
    pool.shutdown(true);
    let expected: Vec<String> = (0..20).map(|number| number.to_string()).collect();
    assert_eq!(log.lines(), expected);
}

/// `asyncio.gather` over `run_in_executor` gives results in the order of the list, even
/// if the jobs end the other way round.
#[tokio::test]
async fn results_are_in_the_order_of_the_awaits() {
    let _limited = testing::limited();
    let pool = ThreadPoolExecutor::new(2);
    let (opener, gate) = gate();
    let slow = run_in_executor(&pool, move || {
        gate.pass();
        "slow"
    });
    let quick = run_in_executor(&pool, move || {
        opener.open();
        "quick"
    });
    assert_eq!(tokio::join!(slow, quick), (Ok("slow"), Ok("quick")));
}

/// "A pool of at most max_workers threads": three jobs run at once, and never four.
#[test]
fn as_many_at_a_time_as_there_are_workers() {
    let pool = ThreadPoolExecutor::new(3);
    let running = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    // Nobody passes the barrier alone: it takes three that run at the same time.
    let barrier = Arc::new(Barrier::new(3));
    let jobs: Vec<_> = (0..12)
        .map(|_| {
            let (running, most) = (Arc::clone(&running), Arc::clone(&most));
            let barrier = Arc::clone(&barrier);
            pool.submit(move || {
                let now = running.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
                barrier.wait();
                running.fetch_sub(1, Ordering::SeqCst);
            })
            .expect("it takes jobs")
        })
        .collect();
    for job in jobs {
        assert_eq!(job.result(Some(LONG)), Ok(()));
    }
    assert_eq!(most.load(Ordering::SeqCst), 3);
}

/// `thread_name_prefix` "to control the threading.Thread names for worker threads
/// created by the pool for easier debugging": the prefix, and a number from 0.
#[test]
fn threads_are_named_and_numbered() {
    let pool = ThreadPoolExecutor::with_thread_name_prefix(2, "download");
    let barrier = Arc::new(Barrier::new(2));
    let names = [(); 2].map(|()| {
        let barrier = Arc::clone(&barrier);
        pool.submit(move || {
            barrier.wait();
            thread::current().name().map(str::to_owned)
        })
        .expect("it takes jobs")
    });
    let mut names = names.map(|name| name.result(Some(LONG)).expect("it ran"));
    names.sort();
    let expected = ["download_0", "download_1"].map(|name| Some(name.to_owned()));
    assert_eq!(names, expected);
}

/// Threads are not started ahead: one job, one thread. That a pool of very many workers
/// costs nothing is what "at most" means.
#[test]
fn a_thread_is_started_only_for_a_job() {
    let pool = ThreadPoolExecutor::new(usize::MAX);
    let name = pool
        .submit(|| thread::current().name().map(str::to_owned))
        .expect("it takes jobs");
    let expected = Some("ThreadPoolExecutor_0".to_owned());
    assert_eq!(name.result(Some(LONG)), Ok(expected));
}

/// "Re-use idle worker threads before starting max_workers worker threads too" (since
/// 3.8). A thread is idle only a moment after its job is done, so not each job finds one;
/// but a hundred, one after the other, do not need a hundred threads.
#[test]
fn an_idle_thread_is_used_again() {
    let pool = ThreadPoolExecutor::new(1000);
    for number in 0..100 {
        let job = pool.submit(move || number).expect("it takes jobs");
        assert_eq!(job.result(Some(LONG)), Ok(number));
        thread::yield_now();
    }
    let shown = format!("{pool:?}");
    let threads = shown.split("threads: ").nth(1).expect("it is shown");
    let threads: String = threads.chars().take_while(char::is_ascii_digit).collect();
    let threads: usize = threads.parse().expect("it is a number");
    assert!((1..100).contains(&threads), "{shown}");
}

/// `ValueError: max_workers must be greater than 0`.
#[test]
#[should_panic(expected = "max_workers must be greater than 0")]
fn a_pool_needs_a_worker() {
    let _pool = ThreadPoolExecutor::new(0);
}

/// "If wait is True then this method will not return until all the pending futures are
/// done executing": the running ones and the queued ones.
#[test]
fn shutdown_waits_for_running_and_queued_jobs() {
    let pool = ThreadPoolExecutor::new(1);
    let log = Log::default();
    let (opener, gate) = gate();
    let (running, queued) = (log.clone(), log.clone());
    let _unheard = pool.submit(move || {
        gate.pass();
        running.say("running");
    });
    let _unheard = pool.submit(move || queued.say("queued"));
    thread::scope(|scope| {
        let pool = &pool;
        scope.spawn(move || {
            // The gate opens only once shutdown has begun, which a refusal shows.
            while pool.submit(|| ()).is_ok() {
                thread::yield_now();
            }
            opener.open();
        });
        pool.shutdown(true);
        assert_eq!(log.lines(), ["running", "queued"]);
    });
}

/// "If wait is False then this method will return immediately"; the jobs are still done.
#[test]
fn shutdown_without_waiting_returns_at_once() {
    let pool = ThreadPoolExecutor::new(1);
    let (opener, gate) = gate();
    let running = pool.submit(move || gate.pass()).expect("it takes jobs");
    let queued = pool.submit(|| "done").expect("it takes jobs");
    pool.shutdown(false);
    // Waiting, it would never come here: the gate is still closed.
    opener.open();
    assert_eq!(running.result(Some(LONG)), Ok(()));
    assert_eq!(queued.result(Some(LONG)), Ok("done"));
}

/// The `with` statement "will shutdown the ThreadPoolExecutor (waiting as if shutdown
/// were called with wait set to True)": here that is the drop.
#[test]
fn dropping_the_pool_waits() {
    let log = Log::default();
    let said = log.clone();
    {
        let pool = ThreadPoolExecutor::new(2);
        let (sender, receiver) = channel();
        let _unheard = pool.submit(move || {
            receiver.recv_timeout(LONG).expect("the other job sends");
            said.say("done");
        });
        let _unheard = pool.submit(move || sender.send(()));
    }
    assert_eq!(log.lines(), ["done"]);
}

/// "Calls to Executor.submit() and Executor.map() made after shutdown will raise
/// RuntimeError." What awaits hears of it too, instead of waiting forever.
#[tokio::test]
async fn after_shutdown_no_job_is_taken() {
    let _limited = testing::limited();
    let pool = ThreadPoolExecutor::new(1);
    pool.shutdown(true);
    pool.shutdown(true); // a second time is no error
    let refused = pool.submit(|| unreachable!("it was refused"));
    assert_eq!(refused.map(|_| ()), Err(ExecutorError::ShutDown));
    let refused: Result<(), _> =
        run_in_executor(&pool, || unreachable!("it was refused")).await;
    assert_eq!(refused, Err(ExecutorError::ShutDown));
}

/// A job may shut down, or even drop, the pool it runs in: it does not wait for itself.
#[test]
fn a_job_may_end_its_own_pool() {
    let pool = Arc::new(ThreadPoolExecutor::new(2));
    let (opener, gate) = gate();
    let (sender, receiver) = channel();
    let mine = Arc::clone(&pool);
    let _unheard = pool.submit(move || {
        gate.pass();
        mine.shutdown(true);
        drop(mine); // the last one: the test has dropped its own
        sender.send("ended").expect("the test still waits");
    });
    drop(pool);
    opener.open();
    assert_eq!(receiver.recv_timeout(LONG), Ok("ended"));
}

/// A job that waits in the queue can be cancelled, and then never runs: `cancel()`
/// returns `True`, `result()` raises `CancelledError`.
#[tokio::test]
async fn a_queued_job_can_be_cancelled() {
    let _limited = testing::limited();
    let pool = ThreadPoolExecutor::new(1);
    let (opener, gate) = gate();
    let running = pool.submit(move || gate.pass()).expect("it takes jobs");
    let log = Log::default();
    let said = log.clone();
    let queued = pool.submit(move || said.say("ran")).expect("it takes jobs");
    assert!(!queued.done());
    assert!(queued.cancel());
    assert!(queued.cancel(), "asked again, it is still cancelled");
    assert!(queued.done() && queued.cancelled());
    assert_eq!(queued.result(None), Err(ExecutorError::Cancelled));
    opener.open();
    assert_eq!(running.result(Some(LONG)), Ok(()));
    pool.shutdown(true);
    assert!(log.lines().is_empty());
    assert_eq!(queued.await, Err(ExecutorError::Cancelled));
}

/// "If the call is currently being executed or finished running and cannot be cancelled
/// then the method will return False."
#[test]
fn a_running_job_cannot_be_cancelled() {
    let pool = ThreadPoolExecutor::new(1);
    let (opener, gate) = gate();
    let (sender, receiver) = channel();
    let job = pool
        .submit(move || {
            sender.send(()).expect("the test waits for it");
            gate.pass();
            "done"
        })
        .expect("it takes jobs");
    receiver.recv_timeout(LONG).expect("the job has begun");
    assert!(job.running());
    assert!(!job.cancel());
    opener.open();
    assert_eq!(job.result(Some(LONG)), Ok("done"));
    assert!(!job.cancel(), "it is done");
    assert!(!job.cancelled());
}

/// "If the call hasn't completed in timeout seconds, then a TimeoutError will be
/// raised": the wait is over, the job is not.
#[test]
fn the_time_for_waiting_may_be_over_first() {
    let pool = ThreadPoolExecutor::new(1);
    let (opener, gate) = gate();
    let job = pool
        .submit(move || {
            gate.pass();
            "done"
        })
        .expect("it takes jobs");
    for wait in [Duration::ZERO, Duration::from_millis(1)] {
        assert_eq!(job.result(Some(wait)), Err(ExecutorError::TimedOut));
    }
    assert!(!job.done());
    opener.open();
    // Too long to be a point in time: it waits as long as it takes.
    assert_eq!(job.result(Some(Duration::MAX)), Ok("done"));
}

/// While a job blocks its thread, the loop runs other tasks: here, the one that lets the
/// job go on. On the loop's own thread, this would never end.
#[tokio::test]
async fn the_loop_is_free_while_a_job_blocks() {
    let _limited = testing::limited();
    let pool = ThreadPoolExecutor::new(1);
    let (opener, gate) = gate();
    let job = run_in_executor(&pool, move || gate.pass());
    let task = tokio::spawn(async move { opener.open() });
    assert_eq!(job.await, Ok(()));
    task.await.expect("it has nothing to panic about");
}

/// `run_in_executor` is no coroutine: the call itself hands the job in, awaited or not.
#[tokio::test]
async fn the_job_is_queued_by_the_call() {
    let _limited = testing::limited();
    let pool = ThreadPoolExecutor::new(1);
    let (sender, receiver) = channel();
    let never_polled = run_in_executor(&pool, move || sender.send("ran"));
    assert_eq!(receiver.recv_timeout(LONG), Ok("ran"));
    drop(never_polled);
}

/// A thread cannot be stopped from outside: who stops waiting stops only the waiting.
#[tokio::test]
async fn dropping_the_future_does_not_stop_the_job() {
    let _limited = testing::limited();
    let pool = ThreadPoolExecutor::new(1);
    let log = Log::default();
    let (opener, gate) = gate();
    let (running, queued) = (log.clone(), log.clone());
    let waiting = run_in_executor(&pool, move || {
        gate.pass();
        running.say("the running one");
    });
    let given_up = timeout(Duration::from_millis(1), waiting).await;
    assert!(given_up.is_err(), "the gate was closed");
    // This one has not even begun. It runs all the same.
    drop(run_in_executor(&pool, move || queued.say("the queued one")));
    opener.open();
    pool.shutdown(true);
    assert_eq!(log.lines(), ["the running one", "the queued one"]);
}

/// Whoever awaits may move to another task in between: the last one is woken.
#[tokio::test]
async fn the_task_that_polled_last_is_woken() {
    let _limited = testing::limited();
    let pool = ThreadPoolExecutor::new(1);
    let (opener, gate) = gate();
    let mut waiting = run_in_executor(&pool, move || gate.pass());
    let polled_here = timeout(Duration::ZERO, &mut waiting).await;
    assert!(polled_here.is_err(), "the gate was closed");
    let task = tokio::spawn(waiting);
    tokio::task::yield_now().await;
    opener.open();
    let woken = timeout(LONG, task).await.expect("nobody woke the task");
    assert_eq!(woken.expect("it does not panic"), Ok(()));
}

/// Jobs handed in from many threads at once are all done, each of them once.
#[test]
fn no_job_is_lost_and_none_runs_twice() {
    let pool = ThreadPoolExecutor::new(4);
    let done = Arc::new(Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for sender in 0..4 {
            let (pool, done) = (&pool, &done);
            scope.spawn(move || {
                for number in 0..50 {
                    let done = Arc::clone(done);
                    let job = move || {
                        let mut done = done.lock().expect("no job panics");
                        done.push((sender, number));
                    };
                    let _unheard = pool.submit(job).expect("it takes jobs");
                }
            });
        }
    });
    pool.shutdown(true);
    let mut done = done.lock().expect("no job panics").clone();
    done.sort_unstable();
    let all: Vec<_> = (0..4)
        .flat_map(|sender| (0..50).map(move |number| (sender, number)))
        .collect();
    assert_eq!(done, all);
}

/// The errors say what Python's exceptions say, for who prints them.
#[test]
fn errors_explain_themselves() {
    let said = |error: ExecutorError| error.to_string();
    assert_eq!(said(ExecutorError::Cancelled), "the work was cancelled");
    assert_eq!(said(ExecutorError::TimedOut), "the result is not ready");
    assert_eq!(
        said(ExecutorError::ShutDown),
        "no new work is taken any more"
    );
    let panicked = ExecutorError::Panicked("out of tea".into());
    assert_eq!(said(panicked), "the work panicked: out of tea");
}
