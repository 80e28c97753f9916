//! tokio takes the tasks of one thread in the order in which they became ready: every run
//! is the same run. shuttle repeats a piece of code until it has taken its tasks in every
//! order that is possible, so what it finds true here is true in all of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use locks::Cache;
use shuttle::future::{block_on, spawn, yield_now};
use shuttle::scheduler::DfsScheduler;
use shuttle::{Config, Runner, sync, thread};
use tokio::sync::Mutex;

/// Far more than any test here has: one that gets there is endless, or as good as.
const TOO_MANY: usize = 100_000;

/// Runs `program` in every order, and counts how often each outcome comes about.
/// This is `shuttle::check_dfs`, with the outcomes.
fn outcomes<F>(program: F) -> BTreeMap<i32, usize>
where
    F: Fn() -> i32 + Send + Sync + 'static,
{
    let outcomes = Arc::new(std::sync::Mutex::new(BTreeMap::new()));
    let seen = Arc::clone(&outcomes);
    let every_order = DfsScheduler::new(Some(TOO_MANY), false);
    let orders = Runner::new(every_order, Config::new()).run(move || {
        let outcome = program();
        *seen
            .lock()
            .expect("nothing panics here")
            .entry(outcome)
            .or_default() += 1;
    });
    assert!(orders < TOO_MANY, "not all orders were tried");
    let outcomes = outcomes.lock().expect("nothing panics there");
    println!("{outcomes:?}"); // for `cargo test -- --nocapture`
    outcomes.clone()
}

/// Which outcomes there are at all.
fn possible<F>(program: F) -> Vec<i32>
where
    F: Fn() -> i32 + Send + Sync + 'static,
{
    outcomes(program).into_keys().collect()
}

/// A site that counts its requests. While it answers, any other task may run.
#[derive(Default)]
struct Site(AtomicI32);

impl Site {
    async fn page(&self) -> &'static str {
        self.0.fetch_add(1, Ordering::SeqCst);
        yield_now().await;
        "a page"
    }

    fn requests(&self) -> i32 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Three callers ask the cache for a page. Returns the number of requests.
fn three_callers() -> i32 {
    block_on(async {
        let (site, cache) = (Arc::new(Site::default()), Arc::new(Cache::new()));
        let callers = [1, 2, 3].map(|_| {
            let (site, cache) = (Arc::clone(&site), Arc::clone(&cache));
            spawn(async move { cache.get_or_fetch("/", || site.page()).await })
        });
        for caller in callers {
            assert_eq!(caller.await.expect("no task panics"), "a page");
        }
        site.requests()
    })
}

/// Whatever the order of three callers, there is one request.
#[test]
fn one_request_in_every_order() {
    let requests = outcomes(three_callers);
    assert!(requests[&1] > 100, "there are many orders: {requests:?}");
    assert_eq!(requests.len(), 1, "and one outcome: {requests:?}");
}

/// Whatever the moment at which the first caller is cancelled, the others get a page, and
/// with at most one request more.
#[test]
fn cancelled_at_any_moment() {
    let requests = possible(|| {
        block_on(async {
            let (site, cache) = (Arc::new(Site::default()), Arc::new(Cache::new()));
            let [first, second, third] = [1, 2, 3].map(|_| {
                let (site, cache) = (Arc::clone(&site), Arc::clone(&cache));
                spawn(async move { cache.get_or_fetch("/", || site.page()).await })
            });
            first.abort();
            assert_eq!(second.await.expect("no task panics"), "a page");
            assert_eq!(third.await.expect("no task panics"), "a page");
            site.requests()
        })
    });
    assert_eq!(requests, [1, 2]);
}

/// A cache with a mistake: it lets go of the lock while it fetches.
#[derive(Default)]
struct LeakyCache {
    pages: Mutex<BTreeMap<&'static str, &'static str>>,
}

impl LeakyCache {
    async fn get_or_fetch(&self, url: &'static str, site: &Site) -> &'static str {
        // The guard is dropped at the end of this line, and with it the lock.
        let known = self.pages.lock().await.get(url).copied();
        if let Some(page) = known {
            return page;
        }
        let page = site.page().await;
        self.pages.lock().await.insert(url, page);
        page
    }
}

fn three_callers_of_the_leaky_cache() -> i32 {
    block_on(async {
        let (site, cache) =
            (Arc::new(Site::default()), Arc::new(LeakyCache::default()));
        let callers = [1, 2, 3].map(|_| {
            let (site, cache) = (Arc::clone(&site), Arc::clone(&cache));
            spawn(async move { cache.get_or_fetch("/", &site).await })
        });
        for caller in callers {
            assert_eq!(caller.await.expect("no task panics"), "a page");
        }
        site.requests()
    })
}

/// The cache with the mistake is caught, as it would be in place of the sound one. In some
/// orders it does well, though: a test that sees only one of those would not notice.
#[test]
fn leaky_cache_is_caught() {
    let requests = outcomes(three_callers_of_the_leaky_cache);
    assert_eq!(Vec::from_iter(requests.keys().copied()), [1, 2, 3]);
}

/// An await between reading and writing loses updates: of -1, +1 and -1, any may be the
/// only one that is left.
#[test]
fn await_between_read_and_write() {
    let totals = possible(|| {
        block_on(async {
            let total = Arc::new(AtomicI32::new(0));
            let tasks = [-1, 1, -1].map(|step| {
                let total = Arc::clone(&total);
                spawn(async move {
                    let read = total.load(Ordering::SeqCst);
                    yield_now().await;
                    total.store(read + step, Ordering::SeqCst);
                })
            });
            for task in tasks {
                task.await.expect("no task panics");
            }
            total.load(Ordering::SeqCst)
        })
    });
    assert_eq!(totals, [-2, -1, 0, 1]);
}

/// The same await under a lock loses nothing, in any order.
#[test]
fn await_under_a_lock() {
    let totals = possible(|| {
        block_on(async {
            let total = Arc::new(Mutex::new(0));
            let tasks = [-1, 1, -1].map(|step| {
                let total = Arc::clone(&total);
                spawn(async move {
                    let mut total = total.lock().await;
                    let read = *total;
                    yield_now().await;
                    *total = read + step;
                })
            });
            for task in tasks {
                task.await.expect("no task panics");
            }
            *total.lock().await
        })
    });
    assert_eq!(totals, [-1]);
}

/// On several threads there need not be an await: another thread may come between reading
/// and writing at any time. `fetch_add` is both in one step.
#[test]
fn threads_need_no_await_to_lose_updates() {
    fn two_threads(add: fn(&sync::atomic::AtomicI32)) -> i32 {
        let total = Arc::new(sync::atomic::AtomicI32::new(0));
        let threads = [1, 2].map(|_| {
            let total = Arc::clone(&total);
            thread::spawn(move || add(&total))
        });
        for thread in threads {
            thread.join().expect("no thread panics");
        }
        total.load(Ordering::SeqCst)
    }
    let in_two_steps = || {
        two_threads(|total| {
            let read = total.load(Ordering::SeqCst);
            total.store(read + 1, Ordering::SeqCst);
        })
    };
    let in_one_step = || {
        two_threads(|total| {
            total.fetch_add(1, Ordering::SeqCst);
        })
    };
    assert_eq!(possible(in_two_steps), [1, 2]);
    assert_eq!(possible(in_one_step), [2]);
}

/// Two tasks that both need two locks.
fn two_locks(same_order: bool) -> i32 {
    block_on(async {
        let (oven, shelf) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
        let ada = (Arc::clone(&oven), Arc::clone(&shelf));
        let ben = if same_order {
            (oven, shelf)
        } else {
            (shelf, oven)
        };
        let tasks = [ada, ben].map(|(first, second)| {
            spawn(async move {
                let _first = first.lock().await;
                yield_now().await;
                let _second = second.lock().await;
            })
        });
        for task in tasks {
            task.await.expect("no task panics");
        }
        0
    })
}

/// Two locks taken in opposite orders: some order of the tasks ends in a deadlock.
#[test]
#[should_panic(expected = "deadlock! blocked tasks")]
fn opposite_orders_deadlock() {
    possible(|| two_locks(false));
}

/// Taken in the same order, none does.
#[test]
fn one_order_never_deadlocks() {
    assert_eq!(possible(|| two_locks(true)), [0]);
}
