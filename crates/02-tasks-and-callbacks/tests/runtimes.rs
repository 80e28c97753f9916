//! Detached tasks, runtimes that end, and more than one thread.

use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tasks_and_callbacks::{Task, TaskError, create_task};
use testing::Log;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Barrier, Semaphore};
use tokio::time::{sleep, timeout};

/// Both kinds of runtime; a test that must hold on each makes its own.
fn runtimes() -> [Runtime; 2] {
    let one = Builder::new_current_thread().enable_all().build();
    let two = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    [one, two].map(|runtime| runtime.expect("the system gives threads"))
}

/// A bound for tests on the real clock: a lost wakeup shall fail, not hang.
const LONG: Duration = Duration::from_secs(30);

/// Tokio's rule, not asyncio's: a task that nobody holds goes on, and its callbacks are
/// called.
#[tokio::test(start_paused = true)]
async fn a_detached_task_goes_on() {
    let _limited = testing::limited();
    let log = Log::default();
    let (body, called) = (log.clone(), log.clone());
    create_task(async move {
        sleep(Duration::from_secs(1)).await;
        body.say("body");
    })
    .add_done_callback(move |_| called.say("callback"));
    sleep(Duration::from_secs(2)).await;
    assert_eq!(log.lines(), ["body", "callback"]);
}

/// When the loop ends, what is pending counts as cancelled (`asyncio.run` cancels it),
/// whether it had started or not. No loop is left to call callbacks; they are dropped.
#[test]
fn tasks_pending_at_the_end_of_the_runtime_are_cancelled() {
    for runtime in runtimes() {
        let owned = Arc::new(());
        let called = Log::default();
        let tasks: Vec<Task<()>> = runtime.block_on(async {
            let started = create_task(std::future::pending());
            tokio::task::yield_now().await;
            let waiting = create_task({
                let started = started.clone();
                async move {
                    // Woken by the end of the other, perhaps while a second thread
                    // still runs tasks.
                    let _ended = started.await;
                    std::future::pending().await
                }
            });
            vec![started, waiting, create_task(std::future::pending())]
        });
        for task in &tasks {
            let (owned, called) = (Arc::clone(&owned), called.clone());
            task.add_done_callback(move |_| {
                called.say("called");
                drop(owned);
            });
        }
        drop(runtime);
        for task in &tasks {
            assert_eq!(task.result(), Err(TaskError::Cancelled));
            assert!(task.cancelled() && !task.cancel());
            task.add_done_callback(|_| unreachable!("there is no loop"));
        }
        assert!(called.lines().is_empty());
        assert_eq!(Arc::strong_count(&owned), 1, "a callback was leaked");
    }
}

/// A task created while its runtime shuts down (by a destructor, say) is cancelled from
/// the start.
#[test]
fn a_task_created_during_shutdown_is_cancelled() {
    struct CreatesTask(std::sync::mpsc::Sender<Task<()>>);
    impl Drop for CreatesTask {
        fn drop(&mut self) {
            let task = create_task(std::future::pending());
            self.0.send(task).expect("the test waits for it");
        }
    }
    for runtime in runtimes() {
        let (give, given) = std::sync::mpsc::channel();
        runtime.block_on(async {
            let late = CreatesTask(give);
            create_task(async move {
                let _late = late;
                std::future::pending::<()>().await;
            });
        });
        drop(runtime);
        let task = given.try_recv().expect("created during shutdown");
        assert!(task.cancelled());
    }
}

/// A handle may be used where no loop runs, as from another thread in Python: callbacks
/// still run in the loop of the task.
#[test]
fn a_callback_added_outside_the_runtime_runs_inside() {
    for runtime in runtimes() {
        let task = runtime.block_on(async {
            let task = create_task(async { 7 });
            (&task).await.expect("it returned");
            task
        });
        let (give, given) = tokio::sync::oneshot::channel();
        task.add_done_callback(move |_| {
            let _receiver_gone =
                give.send(tokio::runtime::Handle::try_current().is_ok());
        });
        let inside = runtime.block_on(async { timeout(LONG, given).await });
        assert_eq!(inside, Ok(Ok(true)));
    }
}

/// Like `asyncio.create_task` without a running loop (`RuntimeError`), and the message
/// names the line of the caller.
#[test]
fn without_a_runtime_create_task_panics() {
    static SEEN: std::sync::Mutex<Option<(String, u32)>> = std::sync::Mutex::new(None);
    let thread = std::thread::Builder::new().name("no runtime".into());
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().name() != Some("no runtime") {
            return before(info);
        }
        let place = info.location().map(|at| (at.file().to_owned(), at.line()));
        *SEEN.lock().expect("no panic") = place;
    }));
    let line = Location::caller().line() + 1;
    let spawned = thread.spawn(|| drop(create_task(async {})));
    let ended = spawned.expect("the system gives threads").join();
    assert!(ended.is_err());
    let seen = SEEN.lock().expect("no panic").take();
    assert_eq!(seen, Some((file!().to_owned(), line)));
}

/// Nothing is lost when many tasks end at once on several threads: each callback is
/// called once, each waiter woken.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_tasks_lose_nothing() {
    let _limited = testing::limited();
    const TASKS: usize = 10_000;
    let called = Arc::new(AtomicUsize::new(0));
    let all_called = Arc::new(Semaphore::new(0));
    let mut waiters = Vec::new();
    for number in 0..TASKS {
        let task = create_task(async move {
            if number % 3 == 0 {
                tokio::task::yield_now().await;
            }
            number
        });
        for _ in 0..2 {
            let (called, all_called) = (Arc::clone(&called), Arc::clone(&all_called));
            task.add_done_callback(move |task| {
                assert_eq!(task.result(), Ok(number));
                called.fetch_add(1, Ordering::SeqCst);
                all_called.add_permits(1);
            });
        }
        waiters.push(create_task(task.into_future()));
    }
    for (number, waiter) in waiters.into_iter().enumerate() {
        let result = timeout(LONG, waiter).await.expect("a lost wakeup");
        assert_eq!(result, Ok(Ok(number)));
    }
    let all = u32::try_from(2 * TASKS).expect("a small number");
    let permits = timeout(LONG, all_called.acquire_many(all)).await;
    drop(permits.expect("a lost callback").expect("never closed"));
    assert_eq!(called.load(Ordering::SeqCst), 2 * TASKS);
}

/// Cancelling from one thread while the task ends on another: `cancel()` and the outcome
/// always agree, and callbacks and waiters hear of it either way.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn cancelling_and_ending_at_once_agree() {
    let _limited = testing::limited();
    for _ in 0..2_000 {
        let together = Arc::new(Barrier::new(2));
        let at_start = Arc::clone(&together);
        let task = create_task(async move {
            at_start.wait().await;
            7
        });
        let (give, called) = tokio::sync::oneshot::channel();
        task.add_done_callback(|task| {
            let _receiver_gone = give.send(task.result());
        });
        let waiter = create_task(task.clone().into_future());
        let to_cancel = task.clone();
        let canceller = create_task(async move {
            together.wait().await;
            to_cancel.cancel()
        });
        let took = timeout(LONG, canceller).await.expect("it hangs");
        let expected = match took.expect("it returned") {
            true => Err(TaskError::Cancelled),
            false => Ok(7),
        };
        let seen = timeout(LONG, waiter).await.expect("a lost wakeup");
        assert_eq!(seen, Ok(expected.clone()));
        let called = timeout(LONG, called).await.expect("a lost callback");
        assert_eq!(called, Ok(expected));
    }
}

/// Awaiters that come and go on several threads while the task ends are all served.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn waiters_that_register_during_the_end_are_woken() {
    let _limited = testing::limited();
    for _ in 0..500 {
        let together = Arc::new(Barrier::new(5));
        let start = Arc::clone(&together);
        let task = create_task(async move {
            start.wait().await;
            7
        });
        let waiters = [0; 4].map(|_| {
            let (task, start) = (task.clone(), Arc::clone(&together));
            create_task(async move {
                start.wait().await;
                let mut waiting = task.into_future();
                let _once = futures::poll!(&mut waiting);
                waiting.await
            })
        });
        for waiter in waiters {
            let result = timeout(LONG, waiter).await.expect("a lost wakeup");
            assert_eq!(result, Ok(Ok(7)));
        }
    }
}
