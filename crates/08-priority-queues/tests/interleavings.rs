//! Every order in which two or three tasks can run, tried out one by one.
//!
//! shuttle runs a small program again and again, each time in another order, until there
//! is no order left. It switches tasks at every await and at every use of its own
//! primitives: where a runtime with many threads could. So the source files of the queue
//! are compiled here once more, with another `crate::sync`: shuttle's mutex, and tokio's
//! `Notify` and `Semaphore` with a switch in front of each step that can follow an unlock.
//! What these two do inside, tokio itself tests like this.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use shuttle::future::{block_on, spawn};
use shuttle::scheduler::{DfsScheduler, RandomScheduler};
use shuttle::{Config, FailurePersistence, Runner, thread};

#[path = "../src/error.rs"]
#[expect(dead_code, reason = "not every test needs everything")]
mod error;
#[path = "../src/queue.rs"]
#[expect(dead_code, reason = "not every test needs everything")]
mod queue;
#[path = "../src/store.rs"]
mod store;
mod sync {
    pub(crate) use shuttle::sync::{Mutex, MutexGuard};
    use shuttle::thread::yield_now;
    use tokio::sync::TryAcquireError;
    pub(crate) use tokio::sync::{AcquireError, SemaphorePermit};

    pub(crate) struct Notify(tokio::sync::Notify);

    impl Notify {
        pub(crate) fn new() -> Self {
            Notify(tokio::sync::Notify::new())
        }

        pub(crate) fn notified(&self) -> impl Future<Output = ()> {
            yield_now();
            let notified = self.0.notified();
            async move {
                yield_now();
                notified.await;
            }
        }

        pub(crate) fn notify_waiters(&self) {
            yield_now();
            self.0.notify_waiters();
        }
    }

    pub(crate) struct Semaphore(tokio::sync::Semaphore);

    impl Semaphore {
        pub(crate) fn new(permits: usize) -> Self {
            Semaphore(tokio::sync::Semaphore::new(permits))
        }

        pub(crate) async fn acquire(
            &self,
        ) -> Result<SemaphorePermit<'_>, AcquireError> {
            self.0.acquire().await
        }

        pub(crate) fn try_acquire(
            &self,
        ) -> Result<SemaphorePermit<'_>, TryAcquireError> {
            self.0.try_acquire()
        }

        pub(crate) fn add_permits(&self, permits: usize) {
            yield_now();
            self.0.add_permits(permits);
        }

        pub(crate) fn is_closed(&self) -> bool {
            self.0.is_closed()
        }

        pub(crate) fn close(&self) {
            yield_now();
            self.0.close();
        }
    }
}

type PriorityQueue = queue::Queue<store::ByPriority<u32, &'static str>>;

fn config() -> Config {
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config
}

/// Runs `program` in every order there is, and returns how many there are. shuttle
/// panics if a task waits and nobody is left who could wake it.
fn in_every_order(program: impl Fn() + Send + Sync + 'static) -> usize {
    let orders = Runner::new(DfsScheduler::new(None, false), config()).run(program);
    assert!(orders > 50, "{orders} orders are too few to be all");
    orders
}

/// Polls `get` once, and drops it: a get that is cancelled while it waits, or did not
/// have to wait.
async fn get_once(queue: &PriorityQueue) -> Option<u32> {
    let mut get = pin!(queue.get());
    poll_fn(|context| match get.as_mut().poll(context) {
        Poll::Ready(got) => Poll::Ready(got.ok().map(|(priority, _)| priority)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

/// Two gets and two puts: in every order, each get has one of the items.
#[test]
fn two_gets_and_two_puts() {
    let orders = in_every_order(|| {
        block_on(async {
            let queue = Arc::new(PriorityQueue::new(0));
            let gets = [(); 2].map(|()| {
                let queue = Arc::clone(&queue);
                spawn(async move { queue.get().await.expect("not shut down").0 })
            });
            queue.put((1, "parcel")).await.expect("not shut down");
            queue.put((2, "parcel")).await.expect("not shut down");
            let mut got = Vec::new();
            for get in gets {
                got.push(get.await.expect("no panic"));
            }
            got.sort();
            assert_eq!(got, [1, 2]);
        });
    });
    println!("two gets and two puts: {orders} orders");
    assert!(orders > 80_000, "it has become fewer: is a switch missing?");
}

/// One place, and it is taken: a put waits until the item is out, in every order.
#[test]
fn a_put_for_the_only_place() {
    let orders = in_every_order(|| {
        block_on(async {
            let queue = Arc::new(PriorityQueue::new(1));
            queue.put((1, "parcel")).await.expect("not shut down");
            let put = {
                let queue = Arc::clone(&queue);
                spawn(async move {
                    let put = queue.put((2, "parcel")).await;
                    put.expect("not shut down");
                    assert!(queue.qsize() <= 1, "there is one place");
                })
            };
            assert_eq!(queue.get().await, Ok((1, "parcel")));
            assert_eq!(queue.get().await, Ok((2, "parcel")));
            put.await.expect("no panic");
        });
    });
    println!("a put for the only place: {orders} orders");
}

/// A get that is cancelled takes nothing along: the item goes to the other get, or stays.
#[test]
fn a_cancelled_get() {
    let orders = in_every_order(|| {
        block_on(async {
            let queue = Arc::new(PriorityQueue::new(0));
            let cancelled = {
                let queue = Arc::clone(&queue);
                spawn(async move { get_once(&queue).await })
            };
            let get = {
                let queue = Arc::clone(&queue);
                spawn(async move { queue.get().await.expect("not shut down").0 })
            };
            queue.put((1, "parcel")).await.expect("not shut down");
            // With two items, the other get has one, whatever the first one got.
            queue.put((2, "parcel")).await.expect("not shut down");
            let mut all = vec![get.await.expect("no panic")];
            all.extend(cancelled.await.expect("no panic"));
            all.extend(queue.get_nowait().map(|(priority, _)| priority));
            all.sort();
            assert_eq!(all, [1, 2]);
        });
    });
    println!("a cancelled get: {orders} orders");
}

/// A put that is cancelled leaves nothing behind: neither its item nor a lost place.
#[test]
fn a_cancelled_put() {
    let orders = in_every_order(|| {
        block_on(async {
            let queue = Arc::new(PriorityQueue::new(1));
            let cancelled = {
                let queue = Arc::clone(&queue);
                spawn(async move {
                    let mut put = pin!(queue.put((1, "parcel")));
                    poll_fn(|context| {
                        Poll::Ready(put.as_mut().poll(context).is_ready())
                    })
                    .await
                })
            };
            let put = {
                let queue = Arc::clone(&queue);
                spawn(async move { queue.put((2, "parcel")).await.is_ok() })
            };
            let mut all = vec![queue.get().await.expect("not shut down").0];
            let was_put = cancelled.await.expect("no panic");
            assert!(put.await.expect("no panic"));
            all.extend(queue.get_nowait().map(|(priority, _)| priority));
            all.sort();
            assert_eq!(all, if was_put { vec![1, 2] } else { vec![2] });
            assert!(queue.put_nowait((3, "parcel")).is_ok(), "the place is free");
        });
    });
    println!("a cancelled put: {orders} orders");
}

/// A join comes back once the work is done, whether it began before or after.
#[test]
fn a_join_and_the_work() {
    let orders = in_every_order(|| {
        block_on(async {
            let queue = Arc::new(PriorityQueue::new(0));
            queue.put((1, "parcel")).await.expect("not shut down");
            let join = {
                let queue = Arc::clone(&queue);
                spawn(async move { queue.join().await })
            };
            queue.task_done().expect("one for the first item");
            // The next item, perhaps before the join has seen that the first is done.
            queue.put((2, "parcel")).await.expect("not shut down");
            if !join.is_finished() {
                // It may have begun only now: then it waits for this one, too.
                queue.task_done().expect("one for the second item");
            }
            join.await.expect("no panic");
        });
    });
    println!("a join and the work: {orders} orders");
}

/// At a shutdown an item is either refused, or got by the one who waits: it cannot fall
/// between.
#[test]
fn a_shutdown_while_others_put_and_get() {
    for maxsize in [0, 1] {
        let orders = in_every_order(move || {
            block_on(async move {
                let queue = Arc::new(PriorityQueue::new(maxsize));
                let put = {
                    let queue = Arc::clone(&queue);
                    spawn(async move { queue.put((1, "parcel")).await.is_ok() })
                };
                let get = {
                    let queue = Arc::clone(&queue);
                    spawn(async move { queue.get().await.is_ok() })
                };
                queue.shutdown();
                let accepted = put.await.expect("no panic");
                let got = get.await.expect("no panic");
                assert_eq!(accepted, got);
                assert!(queue.empty());
            });
        });
        println!("a shutdown, maxsize {maxsize}: {orders} orders");
    }
}

/// Too many orders to try all: 2 000 of them, drawn by lot. Producers wait for places,
/// some gets are cancelled, and in the end every item has come out once.
#[test]
fn many_tasks_in_random_orders() {
    let scheduler = RandomScheduler::new_from_seed(8, 2_000);
    Runner::new(scheduler, config()).run(|| {
        block_on(async {
            let queue = Arc::new(PriorityQueue::new(2));
            let producers = [0, 10, 20].map(|from| {
                let queue = Arc::clone(&queue);
                spawn(async move {
                    for priority in from..from + 4 {
                        let put = queue.put((priority, "parcel")).await;
                        put.expect("not shut down");
                    }
                })
            });
            let consumers = [(); 3].map(|()| {
                let queue = Arc::clone(&queue);
                spawn(async move {
                    let mut got = Vec::new();
                    loop {
                        got.extend(get_once(&queue).await);
                        match queue.get().await {
                            Ok((priority, _)) => got.push(priority),
                            Err(_shut_down) => return got,
                        }
                    }
                })
            });
            for producer in producers {
                producer.await.expect("no panic");
            }
            queue.shutdown();
            let mut all = Vec::new();
            for consumer in consumers {
                all.extend(consumer.await.expect("no panic"));
            }
            all.sort();
            assert_eq!(all, [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23]);
        });
    });
}

/// What happened, in order, for a test to look at.
type Log = Arc<std::sync::Mutex<Vec<String>>>;

fn note(log: &Log, text: String) {
    log.lock().expect("no panic while it is locked").push(text);
}

/// The queue as one writes it first. It is broken: a `Notify` keeps one call of
/// `notify_one` for later, and not two.
struct LookThenWait {
    items: std::sync::Mutex<Vec<u32>>,
    arrived: tokio::sync::Notify,
    many_threads: bool,
    log: Log,
}

impl LookThenWait {
    fn put(&self, item: u32) {
        self.items.lock().expect("no panic").push(item);
        self.arrived.notify_one();
        note(&self.log, format!("item {item} is put"));
        self.another_thread_may_run();
    }

    async fn get(&self, who: &str) -> u32 {
        loop {
            let found = self.items.lock().expect("no panic").pop();
            if let Some(item) = found {
                note(&self.log, format!("{who} takes item {item}"));
                return item;
            }
            note(&self.log, format!("{who} finds nothing"));
            // Between looking and waiting, this get does not count as waiting.
            self.another_thread_may_run();
            self.arrived.notified().await;
        }
    }

    fn another_thread_may_run(&self) {
        if self.many_threads {
            thread::yield_now();
        }
    }
}

/// Two gets and two puts again, with the broken queue.
fn two_gets_and_two_puts_broken(many_threads: bool, log: &Log) {
    log.lock().expect("no panic").clear();
    let queue = Arc::new(LookThenWait {
        items: std::sync::Mutex::default(),
        arrived: tokio::sync::Notify::new(),
        many_threads,
        log: Arc::clone(log),
    });
    block_on(async {
        let gets = ["get A", "get B"].map(|who| {
            let queue = Arc::clone(&queue);
            spawn(async move { queue.get(who).await })
        });
        let puts = spawn(async move {
            queue.put(1);
            queue.put(2);
        });
        for get in gets {
            get.await.expect("no panic");
        }
        puts.await.expect("no panic");
    });
}

/// On one thread the broken queue works, in every order: a task cannot be interrupted
/// between looking and waiting.
#[test]
fn look_then_wait_on_one_thread() {
    let log = Log::default();
    let orders = in_every_order(move || two_gets_and_two_puts_broken(false, &log));
    println!("look then wait, one thread: {orders} orders");
}

/// On many threads there is an order in which a get waits for ever, beside an item.
#[test]
fn look_then_wait_on_many_threads() {
    let log = Log::default();
    let seen = Arc::clone(&log);
    let failed = catch_unwind(AssertUnwindSafe(|| {
        in_every_order(move || two_gets_and_two_puts_broken(true, &log))
    }));
    let panic = failed.expect_err("an order in which a wake is lost");
    let message = panic.downcast_ref::<String>().map_or("", String::as_str);
    assert!(message.contains("deadlock!"), "{message}");
    assert_eq!(
        *seen.lock().expect("no panic while it is locked"),
        [
            "get A finds nothing",
            "get B finds nothing",
            "item 1 is put", // a Notify remembers this call …
            "item 2 is put", // … and this one adds nothing to it
            "get A takes item 2",
        ]
    );
}
