//! `gather` and `try_gather` keep asyncio's promises. Where a sentence names CPython,
//! version 3.11 was asked.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gather_vs_wait::{GatherError, gather, try_gather};
use tasks_and_callbacks::{Task, TaskError, create_task};
use testing::{LONG, Log, in_a_task, next_turn};
use tokio::time::{Instant, sleep, timeout};

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

async fn page(number: u64, takes: u64) -> u64 {
    sleep(seconds(takes)).await;
    number
}

async fn torn_page(takes: u64) -> u64 {
    sleep(seconds(takes)).await;
    panic!("torn after {takes}s")
}

async fn order(number: u64, takes: u64, in_stock: bool) -> Result<u64, String> {
    sleep(seconds(takes)).await;
    if in_stock {
        Ok(number)
    } else {
        Err(format!("order {number} is out of stock"))
    }
}

fn torn(takes: u64) -> TaskError {
    TaskError::Panicked(format!("torn after {takes}s"))
}

/// "The order of result values corresponds to the order of awaitables in *aws*."
#[tokio::test(start_paused = true)]
async fn results_come_in_argument_order() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let pages = gather([page(1, 3), page(2, 1), page(3, 2)]).await;
    assert_eq!(pages, Ok(vec![1, 2, 3]));
    assert_eq!(begin.elapsed(), seconds(3), "they ran at the same time");
}

/// Coroutines are scheduled by calling `gather`, in argument order, not by awaiting it.
#[tokio::test(start_paused = true)]
async fn tasks_are_made_at_once() {
    let _limited = testing::limited();
    let started = Arc::new(Mutex::new(Vec::new()));
    let note = |number| {
        let started = Arc::clone(&started);
        async move { started.lock().unwrap().push(number) }
    };
    let group = gather([note(1), note(2), note(3)]);
    assert!(started.lock().unwrap().is_empty());
    sleep(seconds(1)).await;
    assert_eq!(*started.lock().unwrap(), [1, 2, 3]);
    assert!(group.done());
}

/// Without arguments, the outer future is done at once with an empty list (CPython).
#[tokio::test]
async fn nothing_to_gather() {
    let _limited = testing::limited();
    let group = gather(Vec::<Task<u64>>::new());
    assert!(group.done());
    assert!(!group.cancel());
    assert_eq!(group.await, Ok(vec![]));
    let group = gather(Vec::<Task<u64>>::new());
    assert_eq!(group.return_exceptions().await, []);
}

/// A task given twice runs once and has its result in both places (CPython).
#[tokio::test(start_paused = true)]
async fn the_same_task_twice() {
    let _limited = testing::limited();
    let runs = Arc::new(AtomicU32::new(0));
    let task = create_task({
        let runs = Arc::clone(&runs);
        async move { runs.fetch_add(1, Ordering::SeqCst) }
    });
    assert_eq!(gather([task.clone(), task]).await, Ok(vec![0, 0]));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

/// "The first raised exception is immediately propagated […]. Other awaitables won't be
/// cancelled and will continue to run."
#[tokio::test(start_paused = true)]
async fn failure_is_reported_at_once_and_siblings_go_on() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let slow = create_task(page(1, 5));
    let group = gather([slow.clone(), create_task(torn_page(1))]);
    assert_eq!(group.await, Err(torn(1)));
    assert_eq!(begin.elapsed(), seconds(1));
    assert!(!slow.done());
    assert_eq!(slow.await, Ok(1));
    assert_eq!(begin.elapsed(), seconds(5));
}

/// The failure that is reported is the first in time, not in the list; also if the
/// group is awaited only after several have failed (CPython: the outer future is set
/// once).
#[tokio::test(start_paused = true)]
async fn first_failure_in_time_is_reported() {
    let _limited = testing::limited();
    let group = gather([torn_page(2), torn_page(1)]);
    sleep(seconds(3)).await;
    assert_eq!(group.await, Err(torn(1)));
}

/// With `return_exceptions`, failures stand among the results, and all are waited for.
#[tokio::test(start_paused = true)]
async fn exceptions_returned() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let unwanted = create_task(page(4, 9));
    let items = [
        create_task(page(1, 3)),
        create_task(torn_page(1)),
        create_task(page(3, 2)),
        unwanted.clone(),
    ];
    let group = gather(items);
    unwanted.cancel();
    let results = group.return_exceptions().await;
    let expected = [Ok(1), Err(torn(1)), Ok(3), Err(TaskError::Cancelled)];
    assert_eq!(results, expected);
    assert_eq!(begin.elapsed(), seconds(3));
}

/// With `return_exceptions`, a failure does not make the group done: it can still be
/// cancelled (CPython).
#[tokio::test(start_paused = true)]
async fn returning_exceptions_group_can_be_cancelled_after_a_failure() {
    let _limited = testing::limited();
    let group = gather([create_task(torn_page(1)), create_task(page(2, 5))]);
    let handle = group.clone();
    let results = create_task(group.return_exceptions());
    sleep(seconds(2)).await;
    assert!(!handle.done());
    assert!(handle.cancel());
    let expected = vec![Err(torn(1)), Err(TaskError::Cancelled)];
    assert_eq!(results.await, Ok(expected));
    assert!(handle.done());
}

/// A `Gather` is awaitable, so a gather of gathers gives a list of lists.
#[tokio::test(start_paused = true)]
async fn groups_in_a_group() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let groups = [
        gather([page(1, 2), page(2, 1)]),
        gather([page(3, 3), page(4, 1)]),
    ];
    assert_eq!(gather(groups).await, Ok(vec![vec![1, 2], vec![3, 4]]));
    assert_eq!(begin.elapsed(), seconds(3));
}

/// A failure inside an inner group is the failure of the outer one, message included.
#[tokio::test(start_paused = true)]
async fn failure_in_an_inner_group() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let groups = [gather([page(1, 5)]), gather([torn_page(1)])];
    assert_eq!(gather(groups).await, Err(torn(1)));
    assert_eq!(begin.elapsed(), seconds(1));
}

/// A group cancelled before its tasks start runs none of them, and an outer group that
/// returns exceptions still gets the results of the other (CPython).
#[tokio::test(start_paused = true)]
async fn group_cancelled_before_it_starts() {
    let _limited = testing::limited();
    let started = Arc::new(AtomicBool::new(false));
    let note = |_| {
        let started = Arc::clone(&started);
        async move {
            started.store(true, Ordering::SeqCst);
            0
        }
    };
    let unwanted = gather([1, 2, 3].map(note));
    let wanted = gather([page(4, 1), page(5, 1)]);
    assert!(unwanted.cancel());
    let results = gather([unwanted, wanted]).return_exceptions().await;
    assert_eq!(results, [Err(TaskError::Cancelled), Ok(vec![4, 5])]);
    assert!(!started.load(Ordering::SeqCst));
}

/// Cancelling an inner group raises `CancelledError` from the outer at once, without
/// cancelling the other group (CPython).
#[tokio::test(start_paused = true)]
async fn inner_group_cancelled() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let unwanted = gather([page(1, 9), page(2, 9)]);
    let wanted = gather([page(3, 5)]);
    let all = gather([unwanted.clone(), wanted.clone()]);
    let canceller = create_task(async move {
        sleep(seconds(1)).await;
        unwanted.cancel()
    });
    assert_eq!(all.await, Err(TaskError::Cancelled));
    assert_eq!(canceller.await, Ok(true));
    assert_eq!(begin.elapsed(), seconds(1));
    assert!(!wanted.done());
    assert_eq!(wanted.await, Ok(vec![3]));
}

/// "If *gather()* is cancelled, all submitted awaitables (that have not completed yet)
/// are also cancelled." Those within inner groups as well.
#[tokio::test(start_paused = true)]
async fn cancelling_reaches_all_children() {
    let _limited = testing::limited();
    let tasks = [page(1, 1), page(2, 9), page(3, 9)].map(create_task);
    let [quick, slow, slower] = tasks.clone();
    let groups = gather([gather([quick, slow]), gather([slower])]);
    let handle = groups.clone();
    let canceller = create_task(async move {
        sleep(seconds(2)).await;
        handle.cancel()
    });
    assert_eq!(groups.await, Err(TaskError::Cancelled));
    assert_eq!(canceller.await, Ok(true));
    sleep(seconds(1)).await;
    assert_eq!(tasks.map(|task| task.cancelled()), [false, true, true]);
}

/// Cancelling the task that awaits a gather cancels the children (CPython); also if
/// that task has not started.
#[tokio::test(start_paused = true)]
async fn cancelling_the_awaiting_task_reaches_the_children() {
    let _limited = testing::limited();
    for started in [true, false] {
        let child = create_task(page(1, 9));
        let group = gather([gather([child.clone()])]);
        let awaiting = create_task(group.into_future());
        if started {
            sleep(seconds(1)).await;
        }
        awaiting.cancel();
        assert_eq!(child.await, Err(TaskError::Cancelled));
    }
}

/// A gather that nobody awaits has its tasks run all the same.
#[tokio::test(start_paused = true)]
async fn dropped_group_goes_on() {
    let _limited = testing::limited();
    let task = create_task(page(1, 1));
    drop(gather([task.clone()]));
    assert_eq!(task.await, Ok(1));
}

/// `cancel()` returns `False` when the gather is done, by results or by a failure;
/// siblings of the failed task are not cancelled then (CPython).
#[tokio::test(start_paused = true)]
async fn cancel_after_the_end() {
    let _limited = testing::limited();
    let group = gather([page(1, 1)]);
    assert_eq!(group.clone().await, Ok(vec![1]));
    assert!(!group.cancel());
    assert_eq!(group.await, Ok(vec![1]), "it has not changed");

    let sibling = create_task(page(1, 5));
    let group = gather([create_task(torn_page(1)), sibling.clone()]);
    assert_eq!(group.clone().await, Err(torn(1)));
    assert!(group.done());
    assert!(!group.cancel());
    assert_eq!(sibling.await, Ok(1));
}

/// "If any child is cancelled, this is treated as if it raised CancelledError — the
/// outer Future is *not* cancelled in this case": at once, and siblings go on.
#[tokio::test(start_paused = true)]
async fn cancelled_child() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let unwanted = create_task(page(1, 9));
    let sibling = create_task(page(2, 5));
    let group = gather([unwanted.clone(), sibling.clone()]);
    unwanted.cancel();
    assert_eq!(group.await, Err(TaskError::Cancelled));
    assert_eq!(begin.elapsed(), Duration::ZERO);
    assert_eq!(sibling.await, Ok(2));
}

/// An `Err` is Rust's raised exception: reported at once, siblings go on.
#[tokio::test(start_paused = true)]
async fn try_gather_reports_the_first_err() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let slow = create_task(order(1, 5, true));
    let orders = [
        slow.clone(),
        create_task(order(2, 2, false)),
        create_task(order(3, 1, false)),
    ];
    let error = "order 3 is out of stock".to_owned();
    assert_eq!(try_gather(orders).await, Err(GatherError::Failed(error)));
    assert_eq!(begin.elapsed(), seconds(1));
    assert_eq!(slow.await, Ok(Ok(1)));
}

/// Without a failure, `try_gather` gives the values in argument order; a task that is
/// cancelled is a failure, too.
#[tokio::test(start_paused = true)]
async fn try_gather_values_and_task_errors() {
    let _limited = testing::limited();
    let orders = try_gather([order(1, 2, true), order(2, 1, true)]).await;
    assert_eq!(orders, Ok(vec![1, 2]));

    let unwanted = create_task(order(1, 9, true));
    unwanted.cancel();
    let orders = try_gather([unwanted, create_task(order(2, 5, true))]).await;
    assert_eq!(orders, Err(GatherError::Task(TaskError::Cancelled)));
}

/// A thousand tasks on several threads: no result and no wakeup is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thousand_tasks_on_threads() {
    let _limited = testing::limited();
    for _ in 0..10 {
        let group = gather((0..1000).map(async |number| {
            tokio::task::yield_now().await;
            number
        }));
        assert_eq!(group.await, Ok((0..1000).collect()));
    }
}

/// Cancelling from another thread: the group ends, one way or the other, and `cancel`
/// says which.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn cancelled_from_another_thread() {
    let _limited = testing::limited();
    for _ in 0..200 {
        let tasks: Vec<_> = (0..20)
            .map(|_| create_task(async { tokio::task::yield_now().await }))
            .collect();
        let group = gather(tasks.clone());
        let handle = group.clone();
        let canceller = create_task(async move { handle.cancel() });
        let results = timeout(LONG, group).await.expect("a lost wakeup");
        let canceller = timeout(LONG, canceller).await.expect("a lost wakeup");
        match canceller.expect("it does not panic") {
            true => assert_eq!(results, Err(TaskError::Cancelled)),
            false => assert_eq!(results.map(|all| all.len()), Ok(20)),
        }
        for task in tasks {
            let ended = timeout(LONG, &task).await.expect("a lost wakeup");
            assert_eq!(ended.is_err(), task.cancelled());
        }
    }
}

/// Tasks that await one group go on in the order in which they began to wait, always: its
/// callbacks are a list. Here: in 200 runs.
#[test]
fn waiters_of_a_group_go_on_in_order() {
    for _ in 0..200 {
        let log = Log::default();
        let said = log.clone();
        testing::paused_runtime().block_on(in_a_task(async move {
            let group = gather([page(1, 1), page(2, 1)]);
            let waiters = ["A", "B", "C"].map(|name| {
                let (group, said) = (group.clone(), said.clone());
                create_task(async move {
                    assert_eq!(group.await, Ok(vec![1, 2]));
                    said.say(name);
                })
            });
            for waiter in waiters {
                assert_eq!(waiter.await, Ok(()));
            }
        }));
        assert_eq!(log.lines(), ["A", "B", "C"]);
    }
}

/// A waiter that is polled again keeps its place, and one that gives up is forgotten.
#[tokio::test(start_paused = true)]
async fn a_waiter_keeps_its_place_until_it_gives_up() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        // The handle of the first waiter alone would cancel the group when it gives up.
        let group = gather([create_task(page(1, 1))]);
        let (awaited, said) = (group.clone(), log.clone());
        let first = create_task(async move {
            let mut waiting = awaited.into_future();
            let _pending = futures::poll!(&mut waiting);
            next_turn().await;
            assert!(waiting.await.is_ok());
            said.say("first");
        });
        next_turn().await;
        let (awaited, said) = (group.clone(), log.clone());
        let second = create_task(async move {
            assert!(awaited.await.is_ok());
            said.say("second");
        });
        assert_eq!((first.await, second.await), (Ok(()), Ok(())));
        assert_eq!(log.lines(), ["first", "second"]);
    })
    .await;
}

/// An inner group is a future, not a task (CPython): its end is one turn after its last
/// child's, and the outer group ends one turn after that.
#[tokio::test(start_paused = true)]
async fn each_level_of_groups_takes_one_turn() {
    let _limited = testing::limited();
    in_a_task(async {
        let inner = gather([async { 1 }]);
        let outer = gather([inner.clone()]);
        let waiting = create_task(outer.clone().into_future());
        next_turn().await; // the child ends
        assert!(!inner.done());
        next_turn().await; // its callback ends the inner group
        assert!(inner.done() && !outer.done());
        next_turn().await; // the callback of that ends the outer group
        assert!(outer.done() && !waiting.done());
        next_turn().await; // which has woken the task that awaits it
        assert!(waiting.done());
    })
    .await;
}

/// A group given twice is one item, as a task is.
#[tokio::test(start_paused = true)]
async fn the_same_group_twice() {
    let _limited = testing::limited();
    let group = gather([page(1, 1)]);
    let twice = gather([group.clone(), group]);
    assert_eq!(twice.await, Ok(vec![vec![1], vec![1]]));
    // Also if it is done already.
    let group = gather([page(2, 1)]);
    assert_eq!(group.clone().await, Ok(vec![2]));
    assert_eq!(gather([group]).await, Ok(vec![vec![2]]));
    let none: [gather_vs_wait::Gather<u64>; 1] = [gather(Vec::<Task<u64>>::new())];
    assert_eq!(gather(none).await, Ok(vec![vec![]]));
}

/// `return_exceptions` asked for after a failure still waits for all.
#[tokio::test(start_paused = true)]
async fn exceptions_returned_after_a_failure() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let group = gather([create_task(torn_page(1)), create_task(page(2, 3))]);
    sleep(seconds(2)).await;
    assert!(group.done());
    assert_eq!(group.return_exceptions().await, [Err(torn(1)), Ok(2)]);
    assert_eq!(begin.elapsed(), seconds(3));
}

/// What follows the end of a group follows in the order in which it was asked for, be it a
/// task that awaits the group or another group.
#[tokio::test(start_paused = true)]
async fn waiters_and_outer_groups_go_on_in_order() {
    let _limited = testing::limited();
    for outer_first in [true, false] {
        in_a_task(async move {
            let log = Log::default();
            let inner = gather([page(1, 1)]);
            let make_outer = |log: &Log| {
                let said = log.clone();
                let outer = tasks_and_callbacks::ensure_future(inner.clone());
                outer.add_done_callback(move |_| said.say("outer"));
            };
            if outer_first {
                make_outer(&log);
            }
            let (awaited, said) = (inner.clone(), log.clone());
            let waiter = create_task(async move {
                assert!(awaited.await.is_ok());
                said.say("waiter");
            });
            next_turn().await;
            if !outer_first {
                make_outer(&log);
            }
            assert_eq!(waiter.await, Ok(()));
            next_turn().await;
            let mut expected = ["waiter", "outer"];
            if outer_first {
                expected.reverse();
            }
            assert_eq!(log.lines(), expected);
        })
        .await;
    }
}
