//! `gather`, `wait`, `as_completed` and `wait_for` against a plain model of asyncio's
//! rules: who is done, when, and in which order. Any set of deadlines will do.

use std::time::Duration;

use gather_vs_wait::{
    GatherError, ReturnWhen, WaitForError, as_completed, gather, try_gather, wait,
    wait_for,
};
use proptest::prelude::*;
use tasks_and_callbacks::{Task, create_task};
use tokio::runtime::Builder;
use tokio::time::{Instant, sleep, timeout_at};

/// A parcel: when it arrives, in milliseconds, and whether it is broken then.
#[derive(Clone, Debug)]
struct Parcel {
    number: usize,
    arrives: u64,
    broken: bool,
}

/// Even times; what the tests set themselves is odd, so that nothing is due together
/// with it.
fn parcels() -> impl Strategy<Value = Vec<Parcel>> {
    proptest::collection::vec((0u64..12, any::<bool>()), 1..9).prop_map(|parcels| {
        let parcels = parcels.into_iter().enumerate();
        parcels
            .map(|(number, (arrives, broken))| Parcel {
                number,
                arrives: arrives * 2,
                broken,
            })
            .collect()
    })
}

async fn delivery(parcel: Parcel) -> Result<usize, usize> {
    sleep(Duration::from_millis(parcel.arrives)).await;
    if parcel.broken {
        Err(parcel.number)
    } else {
        Ok(parcel.number)
    }
}

fn in_virtual_time<F: Future>(future: F) -> F::Output {
    Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime takes no more than memory")
        .block_on(future)
}

fn milliseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).expect("the test is short")
}

/// When `wait` returns, if nothing limits it.
fn returns_at(parcels: &[Parcel], first_completed: bool, first_exception: bool) -> u64 {
    let times = || parcels.iter().map(|parcel| parcel.arrives);
    let broken = parcels.iter().filter(|parcel| parcel.broken);
    let first_broken = broken.map(|parcel| parcel.arrives).min();
    let last = times().max().unwrap_or(0);
    match (first_completed, first_exception) {
        (true, _) => times().min().unwrap_or(0),
        (_, true) => first_broken.unwrap_or(last),
        _ => last,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Done are those whose time has come when `wait` returns, all of them: also those
    /// that ended in the same turn. The others are pending, and still running.
    #[test]
    fn wait_returns_when_it_should(
        parcels in parcels(),
        when in 0..3,
        limit in proptest::option::of(0u64..14),
    ) {
        let unlimited = returns_at(&parcels, when == 0, when == 1);
        let limit = limit.map(|limit| limit * 2 + 1);
        let expected = limit.map_or(unlimited, |limit| limit.min(unlimited));
        in_virtual_time(async {
            let start = Instant::now();
            let tasks = parcels.iter().cloned().map(|parcel| create_task(delivery(parcel)));
            let tasks = tasks.collect::<Vec<_>>();
            let mut waiting = wait(tasks.clone(), match when {
                0 => ReturnWhen::FirstCompleted,
                1 => ReturnWhen::FirstException(Result::is_err),
                _ => ReturnWhen::AllCompleted,
            });
            if let Some(limit) = limit {
                waiting = waiting.timeout(Duration::from_millis(limit));
            }
            let (done, pending) = waiting.await;
            prop_assert_eq!(milliseconds(start), expected);
            for (parcel, task) in parcels.iter().zip(&tasks) {
                let arrived = parcel.arrives <= expected;
                prop_assert_eq!(done.contains(task), arrived);
                prop_assert_eq!(pending.contains(task), !arrived);
                prop_assert_eq!(task.done(), arrived);
            }
            // Nothing was cancelled: the rest arrives in its own time.
            for (parcel, task) in parcels.iter().zip(&tasks) {
                let result = task.await.expect("no delivery is cancelled");
                prop_assert_eq!(result.is_err(), parcel.broken);
                prop_assert!(milliseconds(start) >= parcel.arrives);
            }
            Ok(())
        })?;
    }

    /// Results in the order of the list, at the time of the last.
    #[test]
    fn gather_keeps_the_order_of_the_list(parcels in parcels()) {
        in_virtual_time(async {
            let start = Instant::now();
            let results = gather(parcels.iter().cloned().map(delivery)).await;
            let results = results.expect("no delivery is cancelled");
            let expected = parcels.iter().map(|parcel| match parcel.broken {
                true => Err(parcel.number),
                false => Ok(parcel.number),
            });
            prop_assert_eq!(results, expected.collect::<Vec<_>>());
            prop_assert_eq!(milliseconds(start), returns_at(&parcels, false, false));
            Ok(())
        })?;
    }

    /// The first failure is told at its own time, and nobody is stopped by it.
    #[test]
    fn try_gather_tells_the_first_failure_at_once(parcels in parcels()) {
        let broken = parcels.iter().filter(|parcel| parcel.broken);
        let first = broken.min_by_key(|parcel| (parcel.arrives, parcel.number)).cloned();
        in_virtual_time(async {
            let start = Instant::now();
            let tasks = parcels.iter().cloned().map(|parcel| create_task(delivery(parcel)));
            let tasks = tasks.collect::<Vec<Task<_>>>();
            let result = try_gather(tasks.clone()).await;
            match (&first, result) {
                (None, Ok(numbers)) => {
                    prop_assert_eq!(numbers, (0..parcels.len()).collect::<Vec<_>>());
                }
                (Some(first), Err(GatherError::Failed(number))) => {
                    prop_assert_eq!(number, first.number);
                    prop_assert_eq!(milliseconds(start), first.arrives);
                }
                (first, result) => {
                    return Err(TestCaseError::fail(format!("{first:?}: {result:?}")));
                }
            }
            for task in tasks {
                prop_assert!(task.await.is_ok(), "a sibling was stopped");
            }
            Ok(())
        })?;
    }

    /// One after the other, by time; of those that end together, the first that was
    /// started comes first.
    #[test]
    fn as_completed_goes_by_time(parcels in parcels()) {
        let mut expected = parcels.clone();
        expected.sort_by_key(|parcel| (parcel.arrives, parcel.number));
        in_virtual_time(async {
            let start = Instant::now();
            let mut arrivals = as_completed(parcels.iter().cloned().map(delivery));
            for parcel in &expected {
                let arrival = arrivals.next().await.expect("as many as there are parcels");
                let number = arrival.expect("no delivery is cancelled");
                prop_assert_eq!(number.unwrap_or_else(|broken| broken), parcel.number);
                prop_assert_eq!(milliseconds(start), parcel.arrives);
            }
            prop_assert!(arrivals.next().await.is_none());
            Ok(())
        })?;
    }

    /// In time it gives the result, else it cancels, and is over at the limit.
    #[test]
    fn wait_for_cancels_at_its_limit(arrives in 0u64..12, limit in 0u64..12) {
        let (arrives, limit) = (arrives * 2, limit * 2 + 1);
        let parcel = Parcel { number: 7, arrives, broken: false };
        in_virtual_time(async {
            let start = Instant::now();
            let task = create_task(delivery(parcel));
            let result = wait_for(task.clone(), Duration::from_millis(limit)).await;
            prop_assert_eq!(milliseconds(start), arrives.min(limit));
            prop_assert!(task.done());
            if arrives < limit {
                prop_assert!(matches!(result, Ok(Ok(7))));
            } else {
                prop_assert!(matches!(result, Err(WaitForError::Timeout)));
                prop_assert!(task.cancelled());
            }
            Ok(())
        })?;
    }

    /// A group that is cancelled takes along who is not done, and nobody else.
    #[test]
    fn cancelling_a_group_spares_who_is_done(parcels in parcels(), at in 0u64..12) {
        let at = at * 2 + 1;
        in_virtual_time(async {
            let tasks = parcels.iter().cloned().map(|parcel| create_task(delivery(parcel)));
            let tasks = tasks.collect::<Vec<_>>();
            let group = gather(tasks.clone());
            let waiting = tokio::spawn({
                let group = group.clone();
                async move { group.await.is_ok() }
            });
            let deadline = Instant::now() + Duration::from_millis(at);
            let _ = timeout_at(deadline, std::future::pending::<()>()).await;
            let all_arrived = parcels.iter().all(|parcel| parcel.arrives < at);
            prop_assert_eq!(group.cancel(), !all_arrived);
            prop_assert_eq!(waiting.await.expect("it does not panic"), all_arrived);
            for (parcel, task) in parcels.iter().zip(&tasks) {
                let _ = task.await;
                prop_assert_eq!(task.cancelled(), parcel.arrives > at);
            }
            Ok(())
        })?;
    }
}
