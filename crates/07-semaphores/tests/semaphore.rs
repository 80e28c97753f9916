//! tokio's `Semaphore` keeps what asyncio's promises, and its own promises. Where a
//! sentence names CPython, version 3.11 was asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::poll;
use semaphores::Gauge;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};
use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, sleep, timeout};

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// Notes who came, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    fn add(&self, who: &'static str) {
        self.0.lock().expect("nobody panics with it").push(who);
    }

    fn taken(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.0.lock().expect("nobody panics with it"))
    }
}

/// A task that takes `permits`, notes that it has them, and keeps them for a second.
async fn guest(log: Log, seats: Arc<Semaphore>, who: &'static str, permits: u32) {
    let permit = seats.acquire_many(permits).await;
    let _permit = permit.expect("nobody closes it here");
    log.add(who);
    sleep(seconds(1)).await;
}

/// "A semaphore manages an internal counter which is decremented by each acquire() call
/// and incremented by each release() call."
#[tokio::test]
async fn counts_down_and_up() {
    let _limited = testing::limited();
    let seats = Semaphore::new(2);
    let first = seats.acquire().await.unwrap();
    assert_eq!(seats.available_permits(), 1);
    let second = seats.acquire().await.unwrap();
    assert_eq!(seats.available_permits(), 0);
    drop(first);
    assert_eq!(seats.available_permits(), 1);
    drop(second);
    assert_eq!(seats.available_permits(), 2);
}

/// "The counter can never go below zero; when acquire() finds that it is zero, it
/// blocks, waiting until some task calls release()."
#[tokio::test(start_paused = true)]
async fn blocks_at_zero_and_never_goes_below() {
    let _limited = testing::limited();
    let begin = Instant::now();
    let seats = Arc::new(Semaphore::new(2));
    let both = seats.acquire_many(2).await.unwrap();
    let third = timeout(seconds(1), seats.acquire()).await;
    assert!(third.is_err());
    assert_eq!(seats.available_permits(), 0);

    let waiting = tokio::spawn(Arc::clone(&seats).acquire_owned());
    sleep(seconds(1)).await;
    assert!(!waiting.is_finished());
    drop(both);
    assert!(waiting.await.unwrap().is_ok());
    assert_eq!(begin.elapsed(), seconds(2), "woken by the release");
}

/// "If the internal counter is greater than zero, decrement it by one and return True
/// immediately": no other task runs in between.
#[tokio::test]
async fn free_permit_is_taken_without_a_switch() {
    let _limited = testing::limited();
    let seats = Semaphore::new(1);
    let log = Log::default();
    let other = tokio::spawn({
        let log = log.clone();
        async move { log.add("other") }
    });
    let _permit = seats.acquire().await.unwrap();
    assert!(log.taken().is_empty());
    other.await.unwrap();
    assert_eq!(log.taken(), ["other"]);
}

/// `async with`: the permit is given back however the block ends, by an early return, an
/// error, or a panic.
#[tokio::test]
async fn given_back_however_the_block_ends() {
    let _limited = testing::limited();
    async fn visit(seats: Arc<Semaphore>, how: &str) -> Result<(), &'static str> {
        let _permit = seats.acquire().await.unwrap();
        assert_eq!(seats.available_permits(), 0);
        match how {
            "early" => return Ok(()),
            "error" => Err("lost the ticket")?,
            _ => panic!("lost the way"),
        }
        unreachable!()
    }
    let seats = Arc::new(Semaphore::new(1));
    for how in ["early", "error", "panic"] {
        let _result = tokio::spawn(visit(Arc::clone(&seats), how)).await;
        assert_eq!(seats.available_permits(), 1, "{how}");
    }
}

/// Also if the task is aborted while it has the permit.
#[tokio::test(start_paused = true)]
async fn given_back_when_the_holder_is_aborted() {
    let _limited = testing::limited();
    let seats = Arc::new(Semaphore::new(1));
    let holder = tokio::spawn(guest(Log::default(), Arc::clone(&seats), "a", 1));
    yield_now().await;
    assert_eq!(seats.available_permits(), 0);
    holder.abort();
    assert!(holder.await.unwrap_err().is_cancelled());
    assert_eq!(seats.available_permits(), 1);
}

/// `locked()`: "True if semaphore can not be acquired immediately". `try_acquire` is the
/// same question, and takes the permit if the answer is no.
#[tokio::test]
async fn try_acquire_does_not_wait() {
    let _limited = testing::limited();
    let seats = Semaphore::new(1);
    let permit = seats.try_acquire().unwrap();
    assert_eq!(seats.try_acquire().unwrap_err(), TryAcquireError::NoPermits);
    drop(permit);
    assert!(seats.try_acquire().is_ok());
}

/// "Unlike BoundedSemaphore, Semaphore allows making more release() calls than acquire()
/// calls": with `add_permits`, three releases of two permits give 3.
#[tokio::test]
async fn more_releases_than_acquires() {
    let _limited = testing::limited();
    let seats = Semaphore::new(2);
    for _ in 0..2 {
        // Python's acquire() returns no permit that could give itself back.
        seats.acquire().await.unwrap().forget();
    }
    assert_eq!(seats.available_permits(), 0);
    for _ in 0..3 {
        seats.add_permits(1);
    }
    assert_eq!(seats.available_permits(), 3);
}

/// `BoundedSemaphore` raises "if it increases the internal counter above the initial
/// value". Permits that give themselves back cannot do that, in whatever order and
/// parts.
#[tokio::test]
async fn permits_alone_never_exceed_the_initial_value() {
    let _limited = testing::limited();
    let seats = Arc::new(Semaphore::new(3));
    let mut three = Arc::clone(&seats).acquire_many_owned(3).await.unwrap();
    let two: OwnedSemaphorePermit = three.split(2).unwrap();
    assert!(three.split(2).is_none(), "there is only one left in it");
    drop(three);
    assert_eq!(seats.available_permits(), 1);
    let mut one = Arc::clone(&seats).try_acquire_owned().unwrap();
    one.merge(two);
    assert_eq!((one.num_permits(), seats.available_permits()), (3, 0));
    drop(one);
    assert_eq!(seats.available_permits(), 3);
}

/// Waiters are served in the order in which they asked (CPython, and tokio: "this
/// Semaphore is fair").
#[tokio::test(start_paused = true)]
async fn first_come_first_served() {
    let _limited = testing::limited();
    let seats = Arc::new(Semaphore::new(1));
    let log = Log::default();
    let mut guests = JoinSet::new();
    for who in ["a", "b", "c", "d"] {
        guests.spawn(guest(log.clone(), Arc::clone(&seats), who, 1));
    }
    guests.join_all().await;
    assert_eq!(log.taken(), ["a", "b", "c", "d"]);
}

/// Whoever comes new does not get in before those who wait, even if a permit was given
/// back in this moment and the first waiter has not run yet (CPython 3.11).
#[tokio::test]
async fn nobody_jumps_the_queue() {
    let _limited = testing::limited();
    let seats = Semaphore::new(1);
    let permit = seats.acquire().await.unwrap();
    let mut first = Box::pin(seats.acquire());
    assert!(poll!(&mut first).is_pending());
    drop(permit);
    assert_eq!(seats.try_acquire().unwrap_err(), TryAcquireError::NoPermits);
    let mut newcomer = Box::pin(seats.acquire());
    assert!(poll!(&mut newcomer).is_pending());
    assert!(poll!(&mut first).is_ready());
}

/// A waiter that gives up leaves the queue, and the next one moves up.
#[tokio::test(start_paused = true)]
async fn cancelled_waiter_leaves_the_queue() {
    let _limited = testing::limited();
    let seats = Arc::new(Semaphore::new(1));
    let log = Log::default();
    let [a, b, c] = ["a", "b", "c"]
        .map(|who| tokio::spawn(guest(log.clone(), Arc::clone(&seats), who, 1)));
    yield_now().await;
    b.abort();
    a.await.unwrap();
    c.await.unwrap();
    assert_eq!(log.taken(), ["a", "c"]);
    assert_eq!(seats.available_permits(), 1);
}

/// A waiter that is cancelled after it was given the permit, but before it ran, passes
/// it on (CPython).
#[tokio::test]
async fn permit_of_a_cancelled_waiter_goes_to_the_next() {
    let _limited = testing::limited();
    let seats = Semaphore::new(1);
    let permit = seats.acquire().await.unwrap();
    let mut first = Box::pin(seats.acquire());
    let mut second = Box::pin(seats.acquire());
    assert!(poll!(&mut first).is_pending());
    assert!(poll!(&mut second).is_pending());
    drop(permit);
    drop(first);
    assert!(poll!(&mut second).is_ready());
}

/// tokio: "if a call to acquire_many is at the front of the queue and there are not
/// enough permits, this prevents calls to acquire from completing".
#[tokio::test(start_paused = true)]
async fn large_request_blocks_small_ones_behind_it() {
    let _limited = testing::limited();
    let seats = Arc::new(Semaphore::new(2));
    let log = Log::default();
    let mut guests = JoinSet::new();
    for (who, permits) in [("one", 1), ("two", 2), ("one more", 1)] {
        guests.spawn(guest(log.clone(), Arc::clone(&seats), who, permits));
    }
    yield_now().await;
    assert_eq!(
        log.taken(),
        ["one"],
        "one seat is free, and nobody takes it"
    );
    // The seat is laid by for the one at the front; the counter does not show it.
    assert_eq!(seats.available_permits(), 0);
    sleep(Duration::from_millis(1500)).await;
    assert_eq!(log.taken(), ["two"]);
    guests.join_all().await;
    assert_eq!(log.taken(), ["one more"]);
}

/// `acquire_many` takes all or none: given up half-way, it returns what was laid by.
#[tokio::test(start_paused = true)]
async fn large_request_given_up_returns_all() {
    let _limited = testing::limited();
    let seats = Semaphore::new(2);
    let one = seats.acquire().await.unwrap();
    let two = timeout(seconds(1), seats.acquire_many(2)).await;
    assert!(two.is_err());
    assert_eq!(seats.available_permits(), 1);
    drop(one);
    assert_eq!(seats.available_permits(), 2);
}

/// A semaphore may begin with zero permits (as in asyncio): a gate, opened with
/// `add_permits`, which lets in as many as it adds, in order.
#[tokio::test(start_paused = true)]
async fn closed_gate() {
    let _limited = testing::limited();
    let gate = Arc::new(Semaphore::new(0));
    let log = Log::default();
    let mut guests = JoinSet::new();
    for who in ["a", "b", "c"] {
        guests.spawn(guest(log.clone(), Arc::clone(&gate), who, 1));
    }
    sleep(seconds(1)).await;
    assert!(log.taken().is_empty());
    gate.add_permits(2);
    yield_now().await;
    assert_eq!(log.taken(), ["a", "b"]);
}

/// tokio: `close` "prevents the semaphore from issuing new permits and notifies all
/// pending waiters"; who is in stays in, and may still give back.
#[tokio::test(start_paused = true)]
async fn closing_sends_waiters_home() {
    let _limited = testing::limited();
    let seats = Arc::new(Semaphore::new(1));
    let permit = seats.acquire().await.unwrap();
    let waiting = tokio::spawn(Arc::clone(&seats).acquire_owned());
    yield_now().await;
    seats.close();
    assert!(waiting.await.unwrap().is_err());
    assert!(seats.acquire().await.is_err());
    assert_eq!(seats.try_acquire().unwrap_err(), TryAcquireError::Closed);
    drop(permit);
    assert_eq!(seats.available_permits(), 1);
    assert!(
        seats.acquire().await.is_err(),
        "a free seat does not reopen"
    );
}

/// tokio: a forgotten permit "will not be released back": the semaphore has one less
/// for ever, until somebody adds one.
#[tokio::test]
async fn forgotten_permit_is_gone() {
    let _limited = testing::limited();
    let seats = Semaphore::new(1);
    seats.acquire().await.unwrap().forget();
    assert_eq!(seats.try_acquire().unwrap_err(), TryAcquireError::NoPermits);
    seats.add_permits(1);
    assert!(seats.try_acquire().is_ok());
}

/// An owned permit can be taken here and dropped in a task that outlives this function,
/// even when nobody else has the semaphore any more.
#[tokio::test(start_paused = true)]
async fn owned_permit_travels() {
    let _limited = testing::limited();
    let seats = Arc::new(Semaphore::new(1));
    let permit = Arc::clone(&seats).acquire_owned().await.unwrap();
    let task = tokio::spawn(async move {
        sleep(seconds(1)).await;
        drop(permit);
    });
    assert_eq!(seats.available_permits(), 0);
    let watcher = Arc::downgrade(&seats);
    drop(seats);
    assert!(watcher.upgrade().is_some(), "the permit keeps it alive");
    task.await.unwrap();
    assert!(watcher.upgrade().is_none());
}

/// A `static` semaphore belongs to no runtime (one of asyncio at module level was bound
/// to the wrong loop, up to 3.9): here three runtimes use it, one after the other.
#[test]
fn static_semaphore_belongs_to_no_runtime() {
    static SEATS: Semaphore = Semaphore::const_new(1);
    for _ in 0..3 {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.unwrap().block_on(async {
            let permit = SEATS.acquire().await.unwrap();
            let next = tokio::spawn(SEATS.acquire());
            yield_now().await;
            drop(permit);
            assert!(next.await.unwrap().is_ok());
        });
    }
}

/// Unlike asyncio's, it is thread-safe: a thousand tasks on four threads, and never more
/// than three inside.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn holds_on_threads() {
    let _limited = testing::limited();
    let seats = Arc::new(Semaphore::new(3));
    let gauge = Arc::new(Gauge::new());
    let mut tasks = JoinSet::new();
    for _ in 0..1000 {
        let (seats, gauge) = (Arc::clone(&seats), Arc::clone(&gauge));
        tasks.spawn(async move {
            let _permit = seats.acquire().await.unwrap();
            let _inside = gauge.enter();
            yield_now().await;
        });
    }
    tasks.join_all().await;
    assert!((1..=3).contains(&gauge.max()), "{gauge:?}");
    assert_eq!((gauge.inside(), seats.available_permits()), (0, 3));
}
