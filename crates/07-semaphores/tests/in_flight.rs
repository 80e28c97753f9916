//! The limit as the other side sees it: a web site counts how many requests it is
//! answering. Real sockets in virtual time, and the site lives in the same runtime.

use std::sync::Arc;

use futures::stream::{self, StreamExt};
use reqwest::Client;
use semaphores::{Gauge, RateLimiter};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant};

/// Its home page takes a second.
const PAGE: &str = "Hello World!";

async fn get(client: &Client, url: &str) {
    let answer = client.get(url).send().await.expect("the site is up");
    assert_eq!(answer.text().await.expect("the body is whole"), PAGE);
}

fn client() -> Client {
    let client = Client::builder().no_proxy().build();
    client.expect("without TLS there is nothing to set up")
}

/// Ten requests of a second each: the site sees as many at once as there are permits,
/// neither more nor fewer, and the last answer comes when it must.
#[tokio::test(start_paused = true)]
async fn semaphore() {
    let _limited = testing::limited();
    for permits in [1, 2, 3, 10, 20] {
        let site = loopback::start().await.unwrap();
        let limit = Arc::new(Semaphore::new(permits));
        let (client, gauge) = (client(), Arc::new(Gauge::new()));
        let begin = Instant::now();
        let mut requests = JoinSet::new();
        for _ in 0..10 {
            let (client, url) = (client.clone(), site.base_url());
            let (limit, gauge) = (Arc::clone(&limit), Arc::clone(&gauge));
            requests.spawn(async move {
                let _permit = limit.acquire().await.unwrap();
                let _in_flight = gauge.enter();
                get(&client, &url).await;
            });
        }
        requests.join_all().await;
        let at_once = permits.min(10);
        assert_eq!(site.requests(), 10);
        assert_eq!(site.max_in_flight(), at_once as u64, "{permits} permits");
        assert_eq!(gauge.max(), at_once, "both sides count the same");
        assert_eq!(begin.elapsed().as_secs(), 10_u64.div_ceil(at_once as u64));
    }
}

/// `buffer_unordered` keeps the same limit.
#[tokio::test(start_paused = true)]
async fn buffer_unordered() {
    let _limited = testing::limited();
    let site = loopback::start().await.unwrap();
    let (client, url, begin) = (client(), site.base_url(), Instant::now());
    let pages = stream::iter(0..10).map(|_| get(&client, &url));
    assert_eq!(pages.buffer_unordered(3).count().await, 10);
    assert_eq!((site.requests(), site.max_in_flight()), (10, 3));
    assert_eq!(begin.elapsed().as_secs(), 4);
}

/// A rate is no such limit: at four requests a second, and with answers that take
/// nearly a second, four are in flight; if they take nearly three, it is all ten.
#[tokio::test(start_paused = true)]
async fn rate_limiter() {
    let _limited = testing::limited();
    for (page, most) in [("/delay/999", 4), ("/delay/2999", 10)] {
        let site = loopback::start().await.unwrap();
        let limiter = Arc::new(RateLimiter::new(4, Duration::from_secs(1)));
        let client = client();
        let mut requests = JoinSet::new();
        for _ in 0..10 {
            let (client, url) = (client.clone(), site.url(page));
            let limiter = Arc::clone(&limiter);
            requests.spawn(async move {
                limiter.acquire().await;
                client.get(url).send().await.unwrap().text().await.unwrap();
            });
        }
        requests.join_all().await;
        assert_eq!(
            (site.requests(), site.max_in_flight()),
            (10, most),
            "{page}"
        );
    }
}
