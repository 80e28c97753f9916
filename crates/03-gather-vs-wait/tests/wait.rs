//! `wait` keeps asyncio's promises. Where a sentence names CPython, version 3.11 was
//! asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gather_vs_wait::{ReturnWhen, TaskSet, set_order, wait};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use tasks_and_callbacks::{Task, TaskError, create_task};
use testing::{in_a_task, next_turn};
use tokio::time::{Instant, sleep, timeout};

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

async fn parcel(number: u64, takes: u64) -> u64 {
    sleep(seconds(takes)).await;
    number
}

async fn lost_parcel(takes: u64) -> u64 {
    sleep(seconds(takes)).await;
    panic!("lost")
}

/// The numbers on parcels that have arrived.
fn numbers(tasks: &TaskSet<u64>) -> Vec<u64> {
    let results: Result<_, _> = tasks.in_order().iter().map(Task::result).collect();
    results.expect("these parcels have arrived")
}

/// `ALL_COMPLETED`: "the function will return when all futures finish or are cancelled".
#[tokio::test(start_paused = true)]
async fn all_completed() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let tasks = [parcel(1, 3), parcel(2, 1)].map(create_task);
    let cancelled = create_task(parcel(3, 9));
    cancelled.cancel();
    let all = tasks.clone().into_iter().chain([cancelled]);
    let (done, pending) = wait(all, ReturnWhen::AllCompleted).await;
    assert_eq!((done.len(), pending.is_empty()), (3, true));
    assert_eq!(begin.elapsed(), seconds(3));
    assert!(tasks.iter().all(|task| done.contains(task)));
}

/// `FIRST_COMPLETED`: "when any future finishes or is cancelled"; the others go on.
#[tokio::test(start_paused = true)]
async fn first_completed() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let [slow, quick] = [parcel(1, 3), parcel(2, 1)].map(create_task);
    let tasks = [slow.clone(), quick.clone()];
    let (done, pending) = wait(tasks, ReturnWhen::FirstCompleted).await;
    assert_eq!(begin.elapsed(), seconds(1));
    assert!(done.contains(&quick) && !done.contains(&slow));
    assert!(pending.contains(&slow) && !pending.contains(&quick));
    assert_eq!(slow.await, Ok(1));

    let [slow, unwanted] = [parcel(1, 3), parcel(2, 3)].map(create_task);
    unwanted.cancel();
    let tasks = [slow.clone(), unwanted.clone()];
    let (done, pending) = wait(tasks, ReturnWhen::FirstCompleted).await;
    assert!(done.contains(&unwanted) && pending.contains(&slow));
}

/// Waiting again and again for what is still pending gives every task once.
#[tokio::test(start_paused = true)]
async fn wait_for_what_is_pending() {
    let _limited = testing::limited();
    let mut pending: Vec<_> = (1..=3).map(|n| create_task(parcel(n, 10 - n))).collect();
    let mut arrived = Vec::new();
    while !pending.is_empty() {
        let (done, rest) = wait(pending, ReturnWhen::FirstCompleted).await;
        arrived.extend(numbers(&done));
        pending = rest.in_order();
    }
    assert_eq!(arrived, [3, 2, 1]);
}

/// `FIRST_EXCEPTION`: "when any future finishes by raising an exception". An `Err`
/// counts if the program says so.
#[tokio::test(start_paused = true)]
async fn first_exception_is_an_err() {
    let _limited = testing::limited();
    async fn order(takes: u64, in_stock: bool) -> Result<(), String> {
        sleep(seconds(takes)).await;
        in_stock.then_some(()).ok_or("out of stock".to_owned())
    }
    let begin = Instant::now();
    let tasks = [order(1, true), order(2, false), order(3, true)].map(create_task);
    let return_when = ReturnWhen::FirstException(Result::is_err);
    let (done, pending) = wait(tasks, return_when).await;
    assert_eq!((done.len(), pending.len()), (2, 1));
    assert_eq!(begin.elapsed(), seconds(2));
}

/// A panic is an exception to `FIRST_EXCEPTION`, whatever the function says.
#[tokio::test(start_paused = true)]
async fn first_exception_is_a_panic() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let tasks = [create_task(parcel(1, 3)), create_task(lost_parcel(1))];
    let (done, pending) = wait(tasks, ReturnWhen::FirstException(|_| false)).await;
    assert_eq!((done.len(), pending.len()), (1, 1));
    assert_eq!(begin.elapsed(), seconds(1));
}

/// A cancellation is not an exception to `FIRST_EXCEPTION`: "if no future raises an
/// exception then it is equivalent to ALL_COMPLETED" (CPython).
#[tokio::test(start_paused = true)]
async fn cancellation_is_not_the_first_exception() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let tasks = [create_task(parcel(1, 9)), create_task(parcel(2, 2))];
    tasks[0].cancel();
    let (done, pending) = wait(tasks, ReturnWhen::FirstException(|_| true)).await;
    assert_eq!((done.len(), pending.len()), (2, 0));
    assert_eq!(begin.elapsed(), seconds(2));
}

/// "Unlike wait_for(), wait() does not cancel the futures when a timeout occurs", and
/// "this function does not raise TimeoutError".
#[tokio::test(start_paused = true)]
async fn timeout_gives_what_is_done() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let tasks = [parcel(1, 1), parcel(2, 5)].map(create_task);
    let (done, pending) = wait(tasks.clone(), ReturnWhen::AllCompleted)
        .timeout(seconds(2))
        .await;
    assert_eq!(begin.elapsed(), seconds(2));
    assert_eq!(numbers(&done), [1]);
    assert!(pending.contains(&tasks[1]));
    let [_, slow] = tasks;
    assert_eq!(slow.await, Ok(2), "it was not cancelled");
}

/// A timeout that is not needed delays nothing.
#[tokio::test(start_paused = true)]
async fn in_time() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let (done, _) = wait([create_task(parcel(1, 1))], ReturnWhen::AllCompleted)
        .timeout(Duration::MAX)
        .await;
    assert_eq!(numbers(&done), [1]);
    assert_eq!(begin.elapsed(), seconds(1));
}

/// With a timeout of zero, tasks still get their first turn: one that needs no more is
/// done, one that sleeps is pending (CPython).
#[tokio::test(start_paused = true)]
async fn timeout_zero() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let quick = create_task(async { 1 });
    let slow = create_task(parcel(2, 1));
    let tasks = [quick.clone(), slow.clone()];
    let (done, pending) = wait(tasks, ReturnWhen::AllCompleted)
        .timeout(Duration::ZERO)
        .await;
    assert!(done.contains(&quick) && pending.contains(&slow));
    assert_eq!(begin.elapsed(), Duration::ZERO);
    assert_eq!(slow.await, Ok(2));
}

/// `wait` never raises: a failure stays in its task until somebody asks for it.
#[tokio::test(start_paused = true)]
async fn exceptions_are_swallowed() {
    let _limited = testing::limited();
    let (done, _) = wait([create_task(lost_parcel(1))], ReturnWhen::AllCompleted).await;
    let results: Vec<_> = done.in_order().iter().map(Task::result).collect();
    assert_eq!(results, [Err(TaskError::Panicked("lost".to_owned()))]);
}

/// Tasks that end in the same turn are all in `done`, even with `FIRST_COMPLETED`; tasks
/// that were done before as well (CPython).
#[tokio::test(start_paused = true)]
async fn same_turn() {
    let _limited = testing::limited();
    let tasks = [1, 2, 3].map(|number| create_task(async move { number }));
    for _ in 0..2 {
        let tasks = tasks.clone();
        let (done, pending) = wait(tasks, ReturnWhen::FirstCompleted).await;
        assert_eq!((done.len(), pending.len()), (3, 0));
    }
}

/// The tasks are a set: one that is given twice is in `done` once.
#[tokio::test(start_paused = true)]
async fn duplicates_collapse() {
    let _limited = testing::limited();
    let task = create_task(parcel(1, 1));
    let tasks = [task.clone(), task.clone(), task];
    let (done, _) = wait(tasks, ReturnWhen::AllCompleted).await;
    assert_eq!(numbers(&done), [1]);
}

/// An empty set is `ValueError: Set of Tasks/Futures is empty.`
#[test]
#[should_panic = "Set of Tasks/Futures is empty."]
fn nothing_to_wait_for() {
    let _ = wait(Vec::<Task<u64>>::new(), ReturnWhen::AllCompleted);
}

/// Cancelling whoever waits does not cancel the tasks (unlike `gather`).
#[tokio::test(start_paused = true)]
async fn giving_up_waiting_cancels_nothing() {
    let _limited = testing::limited();
    let task = create_task(parcel(1, 5));
    let waiting = wait([task.clone()], ReturnWhen::AllCompleted).into_future();
    assert!(timeout(seconds(1), waiting).await.is_err());
    assert_eq!(task.await, Ok(1));
}

/// A Python set of tasks has an order nobody chose; here a seed chooses it, and the
/// same seed chooses the same. The lessons rely on these seeds.
#[tokio::test(start_paused = true)]
async fn set_order_per_seed() {
    let _limited = testing::limited();
    assert_eq!(set_order(vec![0, 1, 2], 1), [1, 2, 0]);
    assert_eq!(set_order(vec![0, 1, 2], 19), [0, 2, 1]);
    assert_eq!(set_order(vec![0, 1, 2], 2), [0, 1, 2]);
    assert_eq!(set_order(vec![0, 1], 0), [1, 0]);

    let tasks: Vec<_> = (0..50).map(|n| create_task(parcel(n, 1))).collect();
    let (done, _) = wait(tasks, ReturnWhen::AllCompleted).await;
    let numbers = |seed| -> Vec<_> {
        let tasks = done.set_order(seed);
        tasks.iter().map(|task| task.result().unwrap()).collect()
    };
    let in_order: Vec<_> = (0..50).collect();
    let mut shuffled = numbers(7);
    assert_eq!(shuffled, numbers(7));
    assert_ne!(shuffled, numbers(8));
    assert_ne!(shuffled, in_order);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
    for equal in [true, false] {
        let drawn = done.shuffled(&mut rng);
        let drawn: Vec<_> = drawn.iter().map(|task| task.result().unwrap()).collect();
        assert_eq!(drawn == shuffled, equal, "each draw is another order");
    }
    shuffled.sort();
    assert_eq!(shuffled, in_order);
}

/// A thousand tasks on several threads: every one is in exactly one of the sets, and no
/// wakeup is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thousand_tasks_on_threads() {
    let _limited = testing::limited();
    let mut pending: Vec<_> = (0..1000)
        .map(|number| {
            create_task(async move {
                tokio::task::yield_now().await;
                number
            })
        })
        .collect();
    let mut total = 0;
    while !pending.is_empty() {
        let before = pending.len();
        let (done, rest) = wait(pending, ReturnWhen::FirstCompleted).await;
        assert!(!done.is_empty());
        assert_eq!(done.len() + rest.len(), before);
        total += numbers(&done).iter().sum::<u64>();
        pending = rest.in_order();
    }
    assert_eq!(total, 999 * 1000 / 2);
}

/// CPython gives ready tasks two turns when the timeout is zero: one before the timer is
/// looked at, and one more before the waiting task goes on. A third they do not get.
#[tokio::test(start_paused = true)]
async fn timeout_zero_is_two_turns() {
    let _limited = testing::limited();
    in_a_task(async {
        let turns = [(); 8].map(|()| Arc::new(AtomicU32::new(0)));
        let tasks = turns.clone().map(|turns| {
            create_task(async move {
                for _ in 0..5 {
                    turns.fetch_add(1, Ordering::SeqCst);
                    next_turn().await;
                }
            })
        });
        let (done, pending) = wait(tasks, ReturnWhen::AllCompleted)
            .timeout(Duration::ZERO)
            .await;
        assert_eq!((done.len(), pending.len()), (0, 8));
        assert_eq!(turns.map(|turns| turns.load(Ordering::SeqCst)), [2; 8]);
    })
    .await;
}

/// A task and the limit are due at the same instant: the timer that was set first fires
/// first, for `main` as for a task. CPython has a task that set its own timer before the
/// wait in `done`, also with FIRST_COMPLETED; one that starts later is pending.
#[test]
fn due_at_the_same_instant() {
    async fn which(started: bool) -> bool {
        let task = create_task(parcel(1, 1));
        if started {
            next_turn().await;
        }
        let (done, pending) = wait([task.clone()], ReturnWhen::FirstCompleted)
            .timeout(seconds(1))
            .await;
        assert_eq!(done.len() + pending.len(), 1);
        done.contains(&task)
    }
    for started in [true, false] {
        let runtime = testing::paused_runtime();
        assert_eq!(testing::run(&runtime, which(started)), started, "from main");
        let in_a_task = in_a_task(which(started));
        assert_eq!(runtime.block_on(in_a_task), started, "from a task");
    }
}

/// `timeout=None` is no limit.
#[tokio::test(start_paused = true)]
async fn no_timeout() {
    let _limited = testing::limited();
    let (done, _) = wait([create_task(parcel(1, 100))], ReturnWhen::AllCompleted)
        .timeout(None)
        .await;
    assert_eq!(numbers(&done), [1]);
}

/// A wait that is over leaves no callback behind: a task that runs for weeks must not
/// collect those of everything that once waited for it. A callback that is left asks the
/// condition when the task ends.
#[tokio::test(start_paused = true)]
async fn callbacks_are_removed_with_the_wait() {
    let _limited = testing::limited();
    static ASKED: AtomicU32 = AtomicU32::new(0);
    fn is_exception(number: &u64) -> bool {
        ASKED.fetch_add(1, Ordering::SeqCst);
        *number == 1
    }
    let slow = create_task(parcel(2, 9));
    for given_up in [false, true] {
        ASKED.store(0, Ordering::SeqCst);
        let tasks = [create_task(parcel(1, 1)), slow.clone()];
        let waiting = wait(tasks, ReturnWhen::FirstException(is_exception));
        let limit = if given_up { Duration::ZERO } else { seconds(2) };
        let ended = timeout(limit, waiting.into_future()).await;
        assert_eq!(ended.is_err(), given_up);
    }
    assert_eq!(ASKED.load(Ordering::SeqCst), 0, "given up before the first");
    assert_eq!(slow.await, Ok(2));
    sleep(seconds(1)).await;
    assert_eq!(ASKED.load(Ordering::SeqCst), 0, "a callback was left");
}

/// The number of tasks does not matter for the time it takes for each: this takes minutes
/// if every task is compared with every other one.
#[tokio::test(start_paused = true)]
async fn a_hundred_thousand_tasks() {
    let _limited = testing::limited();
    let tasks: Vec<_> = (0..100_000)
        .map(|n| create_task(async move { n }))
        .collect();
    let (done, pending) = wait(tasks.clone(), ReturnWhen::AllCompleted).await;
    assert_eq!((done.len(), pending.len()), (100_000, 0));
    assert!(tasks.iter().all(|task| done.contains(task)));
}
