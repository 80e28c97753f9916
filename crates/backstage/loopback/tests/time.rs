//! Waits over real sockets take exact virtual time.

#![allow(clippy::unwrap_used, reason = "in the helpers, as in the tests")]

mod common;

use std::sync::Arc;

use common::{client, ms};
use loopback::Settings;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// Waits one after another add up.
#[tokio::test(start_paused = true)]
async fn waits_add_up() {
    let site = loopback::start().await.unwrap();
    let client = client(&site);
    let mut sum = 0;
    let begin = Instant::now();
    for delay in [100, 200, 1, 0, 899, 10] {
        let url = site.url(&format!("/delay/{delay}"));
        client.get(url).send().await.unwrap().text().await.unwrap();
        sum += delay;
        assert_eq!(begin.elapsed(), ms(sum));
    }
    assert_eq!((site.requests(), site.max_in_flight()), (6, 1));
}

/// Two thousand requests at once, each with its own connection and wait, all arrive to
/// the millisecond.
///
/// All connect before the site accepts the first, so the system must queue them: Linux
/// queues 4096 (`net.core.somaxconn`), macOS 128.
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "the system queues fewer connections"
)]
#[tokio::test(start_paused = true)]
async fn two_thousand_at_once() {
    const REQUESTS: u64 = 2000;
    // Two sockets each, and those of the other tests. Many systems grant 1024 by default.
    let granted = rlimit::increase_nofile_limit(8192).unwrap();
    assert!(granted > 3 * REQUESTS, "{granted} descriptors are too few");
    let site = loopback::start().await.unwrap();
    let client = client(&site);
    let begin = Instant::now();
    let mut requests = JoinSet::new();
    for delay in 1..=REQUESTS {
        let request = client.get(site.url(&format!("/delay/{delay}")));
        requests.spawn(async move {
            let answer = request.send().await.unwrap().text().await.unwrap();
            assert!(answer.contains(&format!("/delay/{delay}\"")));
            assert_eq!(begin.elapsed(), ms(delay));
        });
    }
    while let Some(ended) = requests.join_next().await {
        ended.unwrap();
    }
    assert_eq!(site.requests(), REQUESTS);
    assert_eq!(site.max_in_flight(), REQUESTS);
}

/// With three permits there are never four requests in flight, even if answers are sent
/// in pieces.
#[tokio::test(start_paused = true)]
async fn a_semaphore_of_three() {
    for (path, takes) in [("/delay/100", 100), ("/drip?chunks=4&every_ms=25", 100)] {
        let site = loopback::start().await.unwrap();
        let client = client(&site);
        let permits = Arc::new(Semaphore::new(3));
        let begin = Instant::now();
        let mut requests = JoinSet::new();
        for _ in 0..10 {
            let permits = permits.clone();
            let request = client.get(site.url(path));
            requests.spawn(async move {
                let _permit = permits.acquire_owned().await.unwrap();
                request.send().await.unwrap().bytes().await.unwrap();
            });
        }
        requests.join_all().await;
        assert_eq!(begin.elapsed(), ms(4 * takes));
        assert_eq!((site.requests(), site.max_in_flight()), (10, 3));
    }
}

/// A client's timeout fires on time, and its request is no longer in flight.
#[tokio::test(start_paused = true)]
async fn client_timeout() {
    let site = loopback::start().await.unwrap();
    let client = client(&site);
    for round in 1..=3 {
        let begin = Instant::now();
        let hang = client.get(site.url("/hang")).timeout(ms(900));
        let error = hang.send().await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(begin.elapsed(), ms(900));
        // Lets the site notice that the client has gone.
        sleep(ms(1)).await;
        let counts = (site.requests(), site.in_flight(), site.max_in_flight());
        assert_eq!(counts, (round, 0, 1));
    }
    // A millisecond less is in time.
    let page = client.get(site.url("/delay/899")).timeout(ms(900));
    assert_eq!(page.send().await.unwrap().status(), 200);
}

async fn latencies(settings: Settings) -> Vec<u128> {
    let site = loopback::start_with(settings).await.unwrap();
    let client = client(&site);
    let pages = (0..20).map(|n| site.url(&format!("/page/{n}")));
    let mut latencies = Vec::new();
    for url in pages.chain(["http://www.qq.com/".to_owned()]) {
        let begin = Instant::now();
        client.get(url).send().await.unwrap().bytes().await.unwrap();
        latencies.push(begin.elapsed().as_millis());
    }
    latencies
}

/// Latencies are drawn within their range, and each seed draws its own.
#[tokio::test(start_paused = true)]
async fn seeded() {
    let settings = |seed, jitter| Settings {
        seed,
        jitter,
        latency_ms: 30..=40,
        ..Settings::default()
    };
    let drawn = latencies(settings(1, false)).await;
    assert_eq!(drawn, latencies(settings(1, false)).await);
    assert_ne!(drawn, latencies(settings(2, false)).await);
    let (home, pages) = drawn.split_last().unwrap();
    assert_eq!(*home, 100);
    assert!(pages.iter().all(|ms| (30..=40).contains(ms)), "{pages:?}");
    assert!(pages.iter().any(|ms| ms != &pages[0]), "{pages:?}");
    let jittery = latencies(settings(1, true)).await;
    assert_eq!(&jittery[..20], pages);
    assert!((30..=40).contains(&jittery[20]), "{jittery:?}");
}

/// A range of one number, and an empty one.
#[tokio::test(start_paused = true)]
async fn odd_ranges() {
    #[expect(clippy::reversed_empty_ranges, reason = "callers may write it")]
    for (latency_ms, drawn) in [(7..=7, 7), (9..=3, 9)] {
        let settings = Settings {
            latency_ms,
            ..Settings::default()
        };
        let latencies = latencies(settings).await;
        assert_eq!(latencies[..20], [drawn; 20]);
    }
}
