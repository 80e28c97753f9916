//! `Cache` makes one request however many ask, and recovers from every way in which a
//! request can end. Where a sentence names CPython, version 3.11 was asked: the same
//! cache with an `asyncio.Lock` for each key does the same there.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use locks::Cache;
use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, sleep, timeout};

const REQUEST: Duration = Duration::from_millis(50);

/// A site that counts the requests it gets.
#[derive(Default)]
struct Site {
    requests: AtomicUsize,
}

impl Site {
    /// The page says which request it is the answer to.
    async fn page(&self) -> usize {
        let number = self.requests.fetch_add(1, Ordering::SeqCst) + 1;
        sleep(REQUEST).await;
        number
    }

    async fn broken_page(&self) -> Result<usize, String> {
        Err(format!("no answer to request {}", self.page().await))
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// What was fetched once is not fetched again, and takes no time.
#[tokio::test(start_paused = true)]
async fn second_time_from_the_cache() {
    let _limited = testing::limited();
    let (site, cache) = (Site::default(), Cache::new());
    assert_eq!(cache.get_or_fetch("/", || site.page()).await, 1);
    let begin = Instant::now();
    assert_eq!(cache.get_or_fetch("/", || site.page()).await, 1);
    assert_eq!((site.requests(), begin.elapsed()), (1, Duration::ZERO));
}

/// The second caller waits for the request of the first one: one request, and both have
/// the page when it is over (CPython).
#[tokio::test(start_paused = true)]
async fn two_callers_one_request() {
    let _limited = testing::limited();
    let (site, cache) = (Site::default(), Cache::new());
    let begin = Instant::now();
    let pages = tokio::join!(
        cache.get_or_fetch("/", || site.page()),
        cache.get_or_fetch("/", || site.page()),
    );
    assert_eq!((pages, site.requests()), ((1, 1), 1));
    assert_eq!(begin.elapsed(), REQUEST);
}

/// So do a hundred callers, on several threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundred_callers_one_request() {
    let _limited = testing::limited();
    let (site, cache) = (Arc::new(Site::default()), Arc::new(Cache::new()));
    let mut callers = JoinSet::new();
    for _ in 0..100 {
        let (site, cache) = (Arc::clone(&site), Arc::clone(&cache));
        callers.spawn(async move { cache.get_or_fetch("/", || site.page()).await });
    }
    assert_eq!(callers.join_all().await, vec![1; 100]);
    assert_eq!(site.requests(), 1);
}

/// Different keys do not wait for each other.
#[tokio::test(start_paused = true)]
async fn keys_are_independent() {
    let _limited = testing::limited();
    let (site, cache) = (Site::default(), Cache::new());
    let begin = Instant::now();
    tokio::join!(
        cache.get_or_fetch("/news", || site.page()),
        cache.get_or_fetch("/sport", || site.page()),
    );
    assert_eq!((site.requests(), begin.elapsed()), (2, REQUEST));
}

/// If the first caller is cancelled while it fetches, the second one fetches (CPython).
#[tokio::test(start_paused = true)]
async fn first_caller_cancelled() {
    let _limited = testing::limited();
    let (site, cache) = (Arc::new(Site::default()), Arc::new(Cache::new()));
    let first = tokio::spawn({
        let (site, cache) = (Arc::clone(&site), Arc::clone(&cache));
        async move { cache.get_or_fetch("/", || site.page()).await }
    });
    let second = tokio::spawn({
        let (site, cache) = (Arc::clone(&site), Arc::clone(&cache));
        async move { cache.get_or_fetch("/", || site.page()).await }
    });
    sleep(REQUEST / 2).await;
    assert_eq!(site.requests(), 1, "the second waits");
    first.abort();
    assert!(first.await.expect_err("it is aborted").is_cancelled());
    assert_eq!(second.await.expect("nothing panics"), 2);
    assert_eq!(cache.get_or_fetch("/", || site.page()).await, 2);
}

/// A caller that is cancelled while it waits is no longer in the way, and the request is
/// not disturbed.
#[tokio::test(start_paused = true)]
async fn waiting_caller_cancelled() {
    let _limited = testing::limited();
    let (site, cache) = (Site::default(), Cache::new());
    let begin = Instant::now();
    let (first, second, third) = tokio::join!(
        cache.get_or_fetch("/", || site.page()),
        timeout(REQUEST / 2, cache.get_or_fetch("/", || site.page())),
        cache.get_or_fetch("/", || site.page()),
    );
    assert_eq!((first, second.ok(), third), (1, None, 1));
    assert_eq!((site.requests(), begin.elapsed()), (1, REQUEST));
}

/// A caller that had its turn coming, and is cancelled before it takes it, passes it on.
#[tokio::test(start_paused = true)]
async fn next_caller_cancelled() {
    let _limited = testing::limited();
    let (site, cache) = (Arc::new(Site::default()), Arc::new(Cache::new()));
    let mut callers = Vec::new();
    for _ in 0..3 {
        let (site, cache) = (Arc::clone(&site), Arc::clone(&cache));
        callers.push(tokio::spawn(async move {
            cache.get_or_fetch("/", || site.page()).await
        }));
        yield_now().await;
    }
    let third = callers.pop().expect("there are three");
    // The first one lets go of the lock, which wakes the second; that one never runs.
    for caller in callers {
        caller.abort();
    }
    assert_eq!(third.await.expect("nothing panics"), 2);
}

/// A request that fails gives its error to the caller who sent it. Nothing is stored: the
/// next one in the queue tries again, and so on until a request succeeds (CPython).
#[tokio::test(start_paused = true)]
async fn failing_request() {
    let _limited = testing::limited();
    let (site, cache) = (Site::default(), Cache::new());
    let begin = Instant::now();
    let working = async || Ok::<usize, String>(site.page().await);
    let (first, second, third, fourth) = tokio::join!(
        cache.get_or_try_fetch("/", || site.broken_page()),
        cache.get_or_try_fetch("/", || site.broken_page()),
        cache.get_or_try_fetch("/", working),
        cache.get_or_try_fetch("/", || site.broken_page()),
    );
    assert_eq!(first, Err("no answer to request 1".to_owned()));
    assert_eq!(second, Err("no answer to request 2".to_owned()));
    assert_eq!(third, Ok(3));
    assert_eq!(fourth, Ok(3), "from the cache: its own request is not sent");
    assert_eq!((site.requests(), begin.elapsed()), (3, 3 * REQUEST));
}

/// A panic reaches the caller whose request it was. The lock is not poisoned: the next
/// one fetches.
#[tokio::test(start_paused = true)]
async fn panicking_request() {
    let _limited = testing::limited();
    let (site, cache) = (Arc::new(Site::default()), Arc::new(Cache::new()));
    let first = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move {
            cache
                .get_or_fetch("/", async || {
                    yield_now().await;
                    panic!("this page cannot be read")
                })
                .await
        }
    });
    yield_now().await;
    let second = cache.get_or_fetch("/", || site.page()).await;
    assert!(first.await.expect_err("it panics").is_panic());
    assert_eq!((second, site.requests()), (1, 1));
}

/// Callers come to their turn in the order in which they asked.
#[tokio::test(start_paused = true)]
async fn first_come_first_served() {
    let _limited = testing::limited();
    let (site, cache) = (Arc::new(Site::default()), Arc::new(Cache::new()));
    let mut callers = JoinSet::new();
    for place in 1..=5 {
        let (site, cache) = (Arc::clone(&site), Arc::clone(&cache));
        callers.spawn(async move {
            let answer = cache
                .get_or_try_fetch::<_, String>("/", || site.broken_page())
                .await;
            (place, answer)
        });
    }
    let expected: Vec<_> = (1..=5)
        .map(|place| (place, Err(format!("no answer to request {place}"))))
        .collect();
    assert_eq!(callers.join_all().await, expected);
}

/// A key that was removed is fetched anew, also while the old request is under way; who
/// waits for that one still gets its page.
#[tokio::test(start_paused = true)]
async fn removed() {
    let _limited = testing::limited();
    let (site, cache) = (Site::default(), Cache::new());
    assert_eq!(cache.get_or_fetch("/", || site.page()).await, 1);
    cache.remove(&"/");
    let (old, waiting, new) = tokio::join!(
        cache.get_or_fetch("/", || site.page()),
        cache.get_or_fetch("/", || site.page()),
        async {
            cache.remove(&"/");
            cache.get_or_fetch("/", || site.page()).await
        },
    );
    assert_eq!((old, waiting, new), (2, 2, 3));
    assert_eq!(cache.get_or_fetch("/", || site.page()).await, 3);
}

/// A fetch may ask for another key.
#[tokio::test(start_paused = true)]
async fn fetch_within_a_fetch() {
    let _limited = testing::limited();
    let (site, cache) = (Site::default(), Cache::new());
    let page = cache
        .get_or_fetch("/page", async || {
            10 + cache.get_or_fetch("/frame", || site.page()).await
        })
        .await;
    assert_eq!(page, 11);
    assert_eq!(cache.get_or_fetch("/frame", || site.page()).await, 1);
}

/// A fetch that asks for its own key waits for itself, as with an `asyncio.Lock`, which
/// cannot be taken twice either (CPython).
#[tokio::test(start_paused = true)]
async fn fetch_of_the_same_key_waits_for_itself() {
    let _limited = testing::limited();
    let cache = Cache::new();
    let page = cache.get_or_fetch("/", || cache.get_or_fetch("/", pending::<usize>));
    assert!(timeout(REQUEST, page).await.is_err());
}
