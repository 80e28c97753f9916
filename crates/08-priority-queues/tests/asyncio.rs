//! The queues keep the promises of asyncio's documentation. Where a sentence names
//! CPython, version 3.11 was asked; what is new in 3.13 says so.

use std::sync::Arc;
use std::time::Duration;

use priority_queues::{
    FifoQueue, GetError, GetNowaitError, LifoQueue, PriorityQueue, PutError,
    PutNowaitError, TaskDoneError,
};
use tokio::task::{JoinHandle, yield_now};
use tokio::time::{Instant, sleep, timeout};

type Parcels = PriorityQueue<u32, &'static str>;

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// A task that takes one item, and has begun to wait for it.
async fn waiting_get(queue: &Arc<Parcels>) -> JoinHandle<Result<u32, GetError>> {
    let queue = Arc::clone(queue);
    let task = tokio::spawn(async move { Ok(queue.get().await?.0) });
    yield_now().await;
    task
}

/// A task that puts one item, and has begun to wait for its place.
async fn waiting_put(queue: &Arc<Parcels>, priority: u32) -> JoinHandle<bool> {
    let queue = Arc::clone(queue);
    let task =
        tokio::spawn(async move { queue.put((priority, "parcel")).await.is_ok() });
    yield_now().await;
    task
}

async fn waiting_join(queue: &Arc<Parcels>) -> JoinHandle<()> {
    let queue = Arc::clone(queue);
    let task = tokio::spawn(async move { queue.join().await });
    yield_now().await;
    task
}

/// What is still in the queue, in the order in which it comes out.
fn rest(queue: &Parcels) -> Vec<u32> {
    std::iter::from_fn(|| queue.get_nowait().ok())
        .map(|(priority, _)| priority)
        .collect()
}

/// "Retrieves entries in priority order (lowest first)."
#[tokio::test]
async fn lowest_first() {
    let _limited = testing::limited();
    let queue = Parcels::new(0);
    for priority in [19, 31, 63, 20, 83, 82, 40] {
        assert_eq!(queue.put((priority, "parcel")).await, Ok(()));
    }
    assert_eq!(rest(&queue), [19, 20, 31, 40, 63, 82, 83]);
}

/// Equal priorities come in the order in which they were put. In asyncio the items are
/// compared, here they need not be comparable.
#[tokio::test]
async fn equals_in_order_of_arrival() {
    let _limited = testing::limited();
    #[derive(Debug, PartialEq)]
    struct Parcel(f64); // neither Ord nor Eq
    let queue = PriorityQueue::new(0);
    for (priority, weight) in [(2, 0.5), (1, 9.5), (2, 0.1), (1, 2.5), (2, 0.3)] {
        let put = queue.put_nowait((priority, Parcel(weight)));
        assert_eq!(put, Ok(()));
    }
    let order: Vec<f64> = std::iter::from_fn(|| queue.get_nowait().ok())
        .map(|(_, parcel)| parcel.0)
        .collect();
    assert_eq!(order, [9.5, 2.5, 0.5, 0.1, 0.3]);
}

/// Order among equals outlasts gets in between: the heap is rearranged, arrival is not.
#[tokio::test]
async fn equals_in_order_with_gets_in_between() {
    let _limited = testing::limited();
    let queue = PriorityQueue::new(0);
    let mut order = Vec::new();
    for number in 0..100 {
        assert_eq!(queue.put_nowait((0, number)), Ok(()));
        if number % 3 == 0 {
            order.extend(queue.get_nowait().map(|(_, number)| number));
        }
    }
    order.extend(std::iter::from_fn(|| queue.get_nowait().ok()).map(|pair| pair.1));
    assert_eq!(order, Vec::from_iter(0..100));
}

/// `LifoQueue`: "retrieves most recently added entries first".
#[tokio::test]
async fn last_in_first_out() {
    let _limited = testing::limited();
    let queue = LifoQueue::new(0);
    for plate in 1..=3 {
        assert_eq!(queue.put(plate).await, Ok(()));
        assert_eq!((queue.qsize(), queue.empty()), (plate, false));
    }
    assert_eq!(queue.get().await, Ok(3));
    assert_eq!(queue.put(4).await, Ok(()));
    assert_eq!(
        [queue.get().await, queue.get().await, queue.get().await],
        [Ok(4), Ok(2), Ok(1)]
    );
}

/// `Queue`: "A first in, first out (FIFO) queue."
#[tokio::test]
async fn first_in_first_out() {
    let _limited = testing::limited();
    let queue = FifoQueue::new(0);
    for guest in 1..=3 {
        assert_eq!(queue.put(guest).await, Ok(()));
        assert_eq!((queue.qsize(), queue.empty()), (guest, false));
    }
    assert_eq!(
        [queue.get().await, queue.get().await, queue.get().await],
        [Ok(1), Ok(2), Ok(3)]
    );
}

/// "If queue is empty, wait until an item is available."
#[tokio::test(start_paused = true)]
async fn get_waits_for_an_item() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    let begin = Instant::now();
    let get = waiting_get(&queue).await;
    sleep(seconds(2)).await;
    assert!(!get.is_finished());
    assert_eq!(queue.put_nowait((5, "parcel")), Ok(()));
    assert_eq!(get.await.expect("no panic"), Ok(5));
    assert_eq!(begin.elapsed(), seconds(2));
}

/// "If the queue is full, wait until a free slot is available before adding the item."
#[tokio::test]
async fn put_waits_for_a_place() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(1));
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    let put = waiting_put(&queue, 2).await;
    assert!(!put.is_finished());
    assert_eq!(queue.qsize(), 1);
    assert_eq!(queue.get_nowait(), Ok((1, "parcel")));
    assert!(put.await.expect("no panic"));
    assert_eq!(rest(&queue), [2]);
}

/// A put waiting for its place is not yet in the order: the smallest of all may come last.
#[tokio::test]
async fn waiting_puts_are_not_sorted() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(1));
    assert_eq!(queue.put_nowait((9, "parcel")), Ok(()));
    let _large = waiting_put(&queue, 8).await;
    let _small = waiting_put(&queue, 1).await;
    let mut order = Vec::new();
    for _ in 0..3 {
        order.push(queue.get().await.expect("not shut down").0);
    }
    assert_eq!(order, [9, 8, 1]);
}

/// With several items there, a get that was woken takes the smallest at that moment, not
/// the one that woke it. So it is in CPython.
#[tokio::test]
async fn a_woken_get_takes_the_smallest() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    let get = waiting_get(&queue).await;
    assert_eq!(queue.put_nowait((7, "parcel")), Ok(()));
    assert_eq!(queue.put_nowait((3, "parcel")), Ok(()));
    assert_eq!(get.await.expect("no panic"), Ok(3));
    assert_eq!(rest(&queue), [7]);
}

/// "If maxsize is less than or equal to zero, the queue size is infinite"; 0 cannot be
/// undercut here.
#[tokio::test]
async fn zero_is_any_number() {
    let _limited = testing::limited();
    let queue = Parcels::new(0);
    for priority in 0..10_000 {
        assert_eq!(queue.put_nowait((priority, "parcel")), Ok(()));
    }
    assert_eq!((queue.maxsize(), queue.qsize()), (0, 10_000));
    assert!(!queue.full());
}

/// "Return True if there are maxsize items in the queue"; "return True if the queue is
/// empty"; "return the number of items in the queue".
#[tokio::test]
async fn sizes() {
    let _limited = testing::limited();
    let queue = Parcels::new(2);
    assert!(queue.empty() && !queue.full());
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    assert!(!queue.empty() && !queue.full());
    assert_eq!(queue.put_nowait((2, "parcel")), Ok(()));
    assert!(!queue.empty() && queue.full());
    assert_eq!((queue.qsize(), queue.maxsize()), (2, 2));
    assert_eq!(queue.get_nowait(), Ok((1, "parcel")));
    assert_eq!((queue.qsize(), queue.full()), (1, false));
}

/// "Return an item if one is immediately available, else raise QueueEmpty."
#[tokio::test]
async fn get_nowait_on_an_empty_queue() {
    let _limited = testing::limited();
    let queue = Parcels::new(0);
    assert_eq!(queue.get_nowait(), Err(GetNowaitError::Empty));
}

/// "If no free slot is immediately available, raise QueueFull." The item comes back.
#[tokio::test]
async fn put_nowait_on_a_full_queue() {
    let _limited = testing::limited();
    let queue = Parcels::new(1);
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    let refused = queue.put_nowait((2, "letter"));
    assert_eq!(refused, Err(PutNowaitError::Full((2, "letter"))));
    assert_eq!(rest(&queue), [1]);
}

/// "Raises ValueError if called more times than there were items placed in the queue."
#[tokio::test]
async fn task_done_too_often() {
    let _limited = testing::limited();
    let queue = Parcels::new(0);
    assert_eq!(queue.task_done(), Err(TaskDoneError));
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    // CPython, too, counts puts: nobody has to have got the item.
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!(queue.task_done(), Err(TaskDoneError));
}

/// A refused put does not count as work: CPython counts after the item is in.
#[tokio::test]
async fn a_refused_put_is_not_unfinished() {
    let _limited = testing::limited();
    let queue = Parcels::new(1);
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    assert!(queue.put_nowait((2, "parcel")).is_err());
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!(queue.task_done(), Err(TaskDoneError));
}

/// `join`: "block until all items in the queue have been received and processed". An
/// empty queue is not enough.
#[tokio::test]
async fn join_waits_for_the_work_not_for_the_queue() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    assert_eq!(queue.put_nowait((2, "parcel")), Ok(()));
    let join = waiting_join(&queue).await;
    assert_eq!(rest(&queue), [1, 2]);
    assert_eq!(queue.task_done(), Ok(()));
    yield_now().await;
    assert!(!join.is_finished(), "one of two is done");
    assert_eq!(queue.task_done(), Ok(()));
    join.await.expect("no panic");
}

/// A join on a queue that never had work returns at once.
#[tokio::test]
async fn join_with_nothing_to_do() {
    let _limited = testing::limited();
    let queue = Parcels::new(0);
    timeout(seconds(1), queue.join()).await.expect("at once");
}

/// "When the count of unfinished tasks drops to zero, join() unblocks", even if the next
/// item has come before the joiner runs again. So it is in CPython.
#[tokio::test]
async fn join_is_not_held_up_by_later_items() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    let joins = [waiting_join(&queue).await, waiting_join(&queue).await];
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!(queue.put_nowait((2, "parcel")), Ok(()));
    for join in joins {
        join.await.expect("no panic");
    }
    let later = waiting_join(&queue).await;
    assert!(!later.is_finished(), "it waits for the second item");
}

/// Gets that wait are served in the order in which they began to wait.
#[tokio::test]
async fn gets_are_served_in_order() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    let first = waiting_get(&queue).await;
    let second = waiting_get(&queue).await;
    for priority in [1, 2] {
        assert_eq!(queue.put_nowait((priority, "parcel")), Ok(()));
        yield_now().await;
    }
    assert_eq!(first.await.expect("no panic"), Ok(1));
    assert_eq!(second.await.expect("no panic"), Ok(2));
}

/// Puts that wait get their places in the order in which they began to wait.
#[tokio::test]
async fn puts_are_served_in_order() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(1));
    assert_eq!(queue.put_nowait((9, "parcel")), Ok(()));
    let first = waiting_put(&queue, 8).await;
    let second = waiting_put(&queue, 1).await;
    assert_eq!(queue.get().await, Ok((9, "parcel")));
    yield_now().await;
    assert!(first.is_finished() && !second.is_finished());
}

/// What has come for a waiting get cannot be taken away from it. In CPython `get_nowait`
/// would take it, and the waiter would go to the end of the line.
#[tokio::test]
async fn nobody_overtakes_a_woken_get() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    let get = waiting_get(&queue).await;
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    assert_eq!(queue.qsize(), 1);
    assert_eq!(queue.get_nowait(), Err(GetNowaitError::Empty));
    assert_eq!(get.await.expect("no panic"), Ok(1));
}

/// A get that was cancelled while waiting takes nothing with it.
#[tokio::test(start_paused = true)]
async fn a_cancelled_get_loses_nothing() {
    let _limited = testing::limited();
    let queue = Parcels::new(0);
    assert!(timeout(seconds(1), queue.get()).await.is_err());
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    assert_eq!(queue.get_nowait(), Ok((1, "parcel")));
}

/// A get that was woken, and cancelled before it could run, wakes the next in its place:
/// CPython's "we were woken up by put_nowait(), but can't take the call".
#[tokio::test]
async fn a_cancelled_get_passes_its_item_on() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    let first = waiting_get(&queue).await;
    let second = waiting_get(&queue).await;
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    first.abort();
    assert!(first.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(second.await.expect("no panic"), Ok(1));
}

/// With nobody else waiting, the item stays in the queue.
#[tokio::test]
async fn a_cancelled_get_leaves_its_item() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    let get = waiting_get(&queue).await;
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    get.abort();
    assert!(get.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(queue.get_nowait(), Ok((1, "parcel")));
}

/// A put that was cancelled while waiting has not put its item.
#[tokio::test(start_paused = true)]
async fn a_cancelled_put_does_not_enqueue() {
    let _limited = testing::limited();
    let queue = Parcels::new(1);
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    assert!(timeout(seconds(1), queue.put((2, "parcel"))).await.is_err());
    assert_eq!(rest(&queue), [1]);
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!(queue.task_done(), Err(TaskDoneError), "one item was put");
}

/// A put that was woken, and cancelled before it could run, passes its place on.
#[tokio::test]
async fn a_cancelled_put_passes_its_place_on() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(1));
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    let first = waiting_put(&queue, 2).await;
    let second = waiting_put(&queue, 3).await;
    assert_eq!(queue.get_nowait(), Ok((1, "parcel")));
    first.abort();
    assert!(first.await.is_err_and(|error| error.is_cancelled()));
    assert!(second.await.expect("no panic"));
    assert_eq!(rest(&queue), [3]);
}

/// A consumer that never has to wait lets others run all the same. In CPython it does not.
#[tokio::test]
async fn a_busy_consumer_lets_others_run() {
    let _limited = testing::limited();
    let queue = Parcels::new(0);
    let other = tokio::spawn(async {});
    for _ in 0..1_000 {
        assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
        assert_eq!(queue.get().await, Ok((1, "parcel")));
    }
    assert!(other.is_finished());
}

/// Many producers and many consumers may share a queue, with many threads, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_producers_and_consumers() {
    let _limited = testing::limited();
    for maxsize in [0, 1, 3] {
        let queue = Arc::new(PriorityQueue::new(maxsize));
        let consumers: Vec<_> = (0..4)
            .map(|_| {
                let queue = Arc::clone(&queue);
                tokio::spawn(async move {
                    let mut got = Vec::new();
                    while let Ok((_, number)) = queue.get().await {
                        got.push(number);
                        queue.task_done().expect("one for each get");
                    }
                    got
                })
            })
            .collect();
        let producers: Vec<_> = (0..4)
            .map(|producer| {
                let queue = Arc::clone(&queue);
                tokio::spawn(async move {
                    for n in 0..250 {
                        let number = producer * 250 + n;
                        let put = queue.put((number % 7, number)).await;
                        put.expect("not shut down yet");
                    }
                })
            })
            .collect();
        for producer in producers {
            producer.await.expect("no panic");
        }
        queue.join().await;
        queue.shutdown();
        let mut all = Vec::new();
        for consumer in consumers {
            all.extend(consumer.await.expect("no panic"));
        }
        all.sort();
        assert_eq!(all, Vec::from_iter(0..1000));
    }
}

/// 3.13 `shutdown()`: "Future calls to put() raise QueueShutDown." The item comes back.
#[tokio::test]
async fn no_put_after_shutdown() {
    let _limited = testing::limited();
    for maxsize in [0, 1] {
        let queue = Parcels::new(maxsize);
        queue.shutdown();
        assert_eq!(queue.put((1, "a")).await, Err(PutError((1, "a"))));
        let refused = queue.put_nowait((2, "b"));
        assert_eq!(refused, Err(PutNowaitError::ShutDown((2, "b"))));
        assert_eq!(queue.qsize(), 0);
    }
}

/// 3.13: a full queue that is shut down says so, not that it is full.
#[tokio::test]
async fn shut_down_comes_before_full() {
    let _limited = testing::limited();
    let queue = Parcels::new(1);
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    queue.shutdown();
    let refused = queue.put_nowait((2, "parcel"));
    assert_eq!(refused, Err(PutNowaitError::ShutDown((2, "parcel"))));
}

/// 3.13: "Currently blocked callers of put() will be unblocked and will raise."
#[tokio::test]
async fn shutdown_wakes_waiting_puts() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(1));
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    let puts = [waiting_put(&queue, 2).await, waiting_put(&queue, 3).await];
    queue.shutdown();
    for put in puts {
        assert!(!put.await.expect("no panic"));
    }
    assert_eq!(rest(&queue), [1]);
}

/// 3.13: "the queue can be wound down normally with get() calls"; "once the queue is
/// empty, future calls to get() will raise QueueShutDown".
#[tokio::test]
async fn gets_drain_after_shutdown() {
    let _limited = testing::limited();
    let queue = Parcels::new(0);
    for priority in [2, 3, 1] {
        assert_eq!(queue.put_nowait((priority, "parcel")), Ok(()));
    }
    queue.shutdown();
    assert_eq!(queue.get().await, Ok((1, "parcel")));
    assert_eq!(queue.get_nowait(), Ok((2, "parcel")));
    assert_eq!(queue.get().await, Ok((3, "parcel")));
    assert_eq!(queue.get().await, Err(GetError));
    assert_eq!(queue.get_nowait(), Err(GetNowaitError::ShutDown));
}

/// 3.13: a get that waits on an empty queue is woken by a shutdown, and raises.
#[tokio::test]
async fn shutdown_wakes_waiting_gets() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    let gets = [waiting_get(&queue).await, waiting_get(&queue).await];
    queue.shutdown();
    for get in gets {
        assert_eq!(get.await.expect("no panic"), Err(GetError));
    }
}

/// A get to which an item was promised still gets it after a shutdown.
#[tokio::test]
async fn a_woken_get_has_its_item_in_spite_of_a_shutdown() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    let get = waiting_get(&queue).await;
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    queue.shutdown();
    assert_eq!(get.await.expect("no panic"), Ok(1));
}

/// 3.13: "if task_done() is called for each remaining task, a pending join() will be
/// unblocked normally"; the shutdown alone does not unblock it.
#[tokio::test]
async fn join_after_shutdown() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    let join = waiting_join(&queue).await;
    queue.shutdown();
    yield_now().await;
    assert!(!join.is_finished());
    assert_eq!(queue.get().await, Ok((1, "parcel")));
    assert_eq!(queue.task_done(), Ok(()));
    join.await.expect("no panic");
}

/// 3.13 `immediate`: "the queue is drained to be completely empty"; gets raise at once,
/// and "if unfinished tasks is zero, callers of join() are unblocked".
#[tokio::test]
async fn immediate_shutdown_drops_the_items() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    for priority in [1, 2] {
        assert_eq!(queue.put_nowait((priority, "parcel")), Ok(()));
    }
    let join = waiting_join(&queue).await;
    queue.shutdown_immediate();
    assert_eq!((queue.qsize(), queue.empty()), (0, true));
    assert_eq!(queue.get().await, Err(GetError));
    join.await.expect("no panic");
    assert_eq!(queue.task_done(), Err(TaskDoneError), "they count as done");
}

/// 3.13 `immediate`: "the count of unfinished tasks is reduced by the number of tasks
/// drained"; what had been taken out before is still to be done.
#[tokio::test]
async fn immediate_shutdown_leaves_work_in_hand() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    for priority in [1, 2] {
        assert_eq!(queue.put_nowait((priority, "parcel")), Ok(()));
    }
    assert_eq!(queue.get().await, Ok((1, "parcel")));
    let join = waiting_join(&queue).await;
    queue.shutdown_immediate();
    yield_now().await;
    assert!(!join.is_finished(), "parcel 1 is in somebody's hands");
    assert_eq!(queue.task_done(), Ok(()));
    join.await.expect("no panic");
}

/// A woken get and a woken put, overtaken by an immediate shutdown, both raise: the item
/// is gone, and nothing may come in.
#[tokio::test]
async fn immediate_shutdown_overtakes_the_woken() {
    let _limited = testing::limited();
    let queue = Arc::new(Parcels::new(0));
    let get = waiting_get(&queue).await;
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    queue.shutdown_immediate();
    assert_eq!(get.await.expect("no panic"), Err(GetError));

    let queue = Arc::new(Parcels::new(1));
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    let put = waiting_put(&queue, 2).await;
    assert_eq!(queue.get_nowait(), Ok((1, "parcel")));
    queue.shutdown_immediate();
    assert!(!put.await.expect("no panic"));
    assert_eq!(queue.qsize(), 0);
}

/// Shutting down twice, or immediately after a gentle shutdown, is no error: CPython
/// does not complain either.
#[tokio::test]
async fn shutdown_twice() {
    let _limited = testing::limited();
    let queue = Parcels::new(0);
    assert_eq!(queue.put_nowait((1, "parcel")), Ok(()));
    queue.shutdown();
    queue.shutdown();
    assert_eq!(queue.qsize(), 1);
    queue.shutdown_immediate();
    assert_eq!(queue.get_nowait(), Err(GetNowaitError::ShutDown));
}

/// An item's destructor may use the queue: it is not dropped under the lock.
#[tokio::test]
async fn an_item_may_use_its_queue_when_dropped() {
    let _limited = testing::limited();
    struct Nosy(Arc<LifoQueue<Nosy>>, Arc<std::sync::Mutex<Vec<usize>>>);
    impl Drop for Nosy {
        fn drop(&mut self) {
            let size = self.0.qsize();
            self.1.lock().expect("nobody panics").push(size);
        }
    }
    let seen = Arc::default();
    let queue = Arc::new(LifoQueue::new(0));
    for _ in 0..2 {
        let item = Nosy(Arc::clone(&queue), Arc::clone(&seen));
        assert!(queue.put_nowait(item).is_ok());
    }
    queue.shutdown_immediate();
    assert_eq!(*seen.lock().expect("nobody panics"), [0, 0]);
}

/// A panic while two priorities are compared hurts the one who put, and nobody else.
#[tokio::test]
async fn a_panicking_comparison_is_no_end_of_the_queue() {
    let _limited = testing::limited();
    #[derive(PartialEq, Eq, PartialOrd)]
    struct Fussy(u32);
    #[expect(
        clippy::derive_ord_xor_partial_ord,
        reason = "an order that panics is what is tested"
    )]
    impl Ord for Fussy {
        fn cmp(&self, other: &Self) -> std::cmp::Ordering {
            assert!(self.0 != 13 && other.0 != 13, "thirteen");
            self.0.cmp(&other.0)
        }
    }
    let queue = Arc::new(PriorityQueue::new(3));
    assert!(queue.put((Fussy(2), "parcel")).await.is_ok());
    let unlucky = Arc::clone(&queue);
    let put = tokio::spawn(async move { unlucky.put((Fussy(13), "parcel")).await });
    assert!(put.await.is_err_and(|error| error.is_panic()));
    assert_eq!(queue.get().await.expect("not shut down").0.0, 2);
}

/// The messages name what asyncio's exceptions stand for.
#[test]
fn messages() {
    let texts = [
        PutError(()).to_string(),
        PutNowaitError::Full(()).to_string(),
        PutNowaitError::ShutDown(()).to_string(),
        GetError.to_string(),
        GetNowaitError::Empty.to_string(),
        GetNowaitError::ShutDown.to_string(),
        TaskDoneError.to_string(),
    ];
    assert_eq!(
        texts,
        [
            "the queue is shut down",
            "the queue is full",
            "the queue is shut down",
            "the queue is shut down",
            "the queue is empty",
            "the queue is shut down",
            "task_done() called too many times",
        ]
    );
    assert_eq!(PutNowaitError::Full(7).into_item(), 7);
}
