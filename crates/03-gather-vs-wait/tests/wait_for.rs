//! `wait_for` keeps asyncio's promises. Where a sentence names CPython, version 3.11
//! was asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gather_vs_wait::{WaitForError, gather, wait_for};
use tasks_and_callbacks::{TaskError, create_task};
use testing::{Log, in_a_task, next_turn};
use tokio::time::{Instant, sleep};

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

async fn page(takes: u64) -> &'static str {
    sleep(seconds(takes)).await;
    "page"
}

/// Says that it was dropped.
struct Connection(Arc<AtomicBool>);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// What is done in time gives its result, at that time.
#[tokio::test(start_paused = true)]
async fn in_time() {
    let _limited = testing::limited();
    let begin = Instant::now();
    assert_eq!(wait_for(page(1), seconds(2)).await, Ok("page"));
    assert_eq!(begin.elapsed(), seconds(1));
}

/// "If a timeout occurs, it cancels the task and raises TimeoutError", and "the function
/// will wait until the future is actually cancelled".
#[tokio::test(start_paused = true)]
async fn timeout_cancels_and_waits_for_it() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let closed = Arc::new(AtomicBool::new(false));
    let connection = Connection(Arc::clone(&closed));
    let task = create_task(async move {
        let _connection = connection;
        page(9).await
    });
    assert_eq!(
        wait_for(task.clone(), seconds(1)).await,
        Err(WaitForError::Timeout)
    );
    assert!(
        closed.load(Ordering::SeqCst),
        "closed before wait_for returned"
    );
    assert!(task.cancelled());
    assert_eq!(begin.elapsed(), seconds(1));
}

/// With a timeout of zero, a task that is done gives its result; anything else is
/// cancelled, before it starts if it is new (CPython).
#[tokio::test(start_paused = true)]
async fn timeout_zero() {
    let _limited = testing::limited();
    let done = create_task(async { "page" });
    assert_eq!((&done).await, Ok("page"));
    assert_eq!(wait_for(done, Duration::ZERO).await, Ok("page"));

    let started = Arc::new(AtomicBool::new(false));
    let started_too = Arc::clone(&started);
    let new = async move { started_too.store(true, Ordering::SeqCst) };
    assert_eq!(
        wait_for(new, Duration::ZERO).await,
        Err(WaitForError::Timeout)
    );
    assert!(!started.load(Ordering::SeqCst));
}

/// "If the wait is cancelled, the future is also cancelled."
#[tokio::test(start_paused = true)]
async fn dropped_wait_cancels_the_task() {
    let _limited = testing::limited();
    let task = create_task(page(9));
    let waiting = create_task(wait_for(task.clone(), seconds(5)));
    sleep(seconds(1)).await;
    waiting.cancel();
    assert_eq!((&task).await, Err(TaskError::Cancelled));
}

/// An exception of the task is raised by `wait_for`, also a cancellation by somebody
/// else, which is no timeout.
#[tokio::test(start_paused = true)]
async fn failures_of_the_task() {
    let _limited = testing::limited();
    let torn = async {
        page(1).await;
        panic!("torn")
    };
    let failed: Result<(), _> = wait_for(torn, seconds(2)).await;
    let torn = TaskError::Panicked("torn".to_owned());
    assert_eq!(failed, Err(WaitForError::Task(torn)));

    let unwanted = create_task(page(9));
    unwanted.cancel();
    let cancelled = WaitForError::Task(TaskError::Cancelled);
    assert_eq!(wait_for(unwanted, seconds(2)).await, Err(cancelled));
}

/// The documented way to limit a whole group: its tasks are cancelled with it.
#[tokio::test(start_paused = true)]
async fn group_with_a_timeout() {
    let _limited = testing::limited();
    let tasks = [page(1), page(9)].map(create_task);
    let group = gather(tasks.clone());
    assert_eq!(
        wait_for(group, seconds(2)).await,
        Err(WaitForError::Timeout)
    );
    sleep(seconds(1)).await;
    assert_eq!(tasks.map(|task| task.cancelled()), [false, true]);
}

/// On several threads, a task that ends while its time runs out is in time or
/// cancelled, never lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn close_calls_on_threads() {
    let _limited = testing::limited();
    let calls = (0..1000).map(async |number| {
        let limit = Duration::from_millis(1 + number % 3);
        let task = create_task(sleep(Duration::from_millis(2)));
        let result = wait_for(task.clone(), limit).await;
        assert!(task.done());
        assert_eq!(result.is_ok(), !task.cancelled());
    });
    assert_eq!(gather(calls).await.map(|done| done.len()), Ok(1000));
}

/// With a limit of zero, nothing is begun, and a task that runs gets no turn more: not on
/// the real clock either, where a timer of zero takes its time.
#[tokio::test]
async fn limit_zero_on_the_real_clock() {
    let _limited = testing::limited();
    for _ in 0..200 {
        in_a_task(async {
            let log = Log::default();
            let said = log.clone();
            let new = async move { said.say("started") };
            let ended = wait_for(new, Duration::ZERO).await;
            assert_eq!(ended, Err(WaitForError::Timeout));

            let said = log.clone();
            let running = create_task(async move {
                for turn in 0..3 {
                    next_turn().await;
                    said.say(turn.to_string());
                }
            });
            next_turn().await;
            let ended = wait_for(running, Duration::ZERO).await;
            assert_eq!(ended, Err(WaitForError::Timeout));
            assert!(log.lines().is_empty(), "{:?}", log.lines());
        })
        .await;
    }
}

/// `timeout=None` is no limit.
#[tokio::test(start_paused = true)]
async fn no_limit() {
    let _limited = testing::limited();
    assert_eq!(wait_for(page(1000), None).await, Ok("page"));
}

/// The task and the limit are due at the same instant: the timer that was set first fires
/// first, for `main` as for a task. CPython gives the result of a task that was sleeping
/// before, and times out if the task is new.
#[test]
fn due_at_the_same_instant() {
    async fn in_time(started: bool) -> bool {
        let task = create_task(page(1));
        if started {
            next_turn().await;
        }
        let ended = wait_for(task.clone(), seconds(1)).await;
        assert_eq!(ended.is_ok(), !task.cancelled());
        assert!(task.done());
        ended.is_ok()
    }
    for started in [true, false] {
        let runtime = testing::paused_runtime();
        assert_eq!(testing::run(&runtime, in_time(started)), started, "main");
        let task = runtime.block_on(in_a_task(in_time(started)));
        assert_eq!(task, started, "a task");
    }
}

/// A limit that was not needed cancels nothing later.
#[tokio::test(start_paused = true)]
async fn a_limit_that_was_not_needed() {
    let _limited = testing::limited();
    let task = create_task(page(5));
    {
        let mut waiting = Box::pin(wait_for(page(1), seconds(3)));
        assert_eq!((&mut waiting).await, Ok("page"));
    }
    assert_eq!(task.await, Ok("page"));
}

/// An exception in the clean-up is raised by `wait_for` in place of the timeout (CPython).
#[tokio::test(start_paused = true)]
async fn a_destructor_panics_at_the_limit() {
    let _limited = testing::limited();
    struct Fragile;
    impl Drop for Fragile {
        fn drop(&mut self) {
            panic!("broken");
        }
    }
    let ended = wait_for(
        async {
            let _fragile = Fragile;
            page(9).await
        },
        seconds(1),
    );
    let broken = WaitForError::Task(TaskError::Panicked("broken".into()));
    assert_eq!(ended.await, Err(broken));
}
