//! `Site`, the handle of a running site.

mod common;

use std::io;

use common::{client, ms};
use loopback::Settings;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

#[tokio::test(start_paused = true)]
async fn urls() {
    let site = loopback::start().await.unwrap();
    let base = format!("http://127.0.0.1:{}", site.address().port());
    assert_eq!(site.base_url(), base);
    assert_eq!(site.url("/get"), format!("{base}/get"));
    assert_eq!(site.url("get"), format!("{base}/get"));
    assert_eq!(site.url(""), format!("{base}/"));
}

/// Dropping the handle ends the site and its answers.
#[tokio::test(start_paused = true)]
async fn dropped() {
    let site = loopback::start().await.unwrap();
    let address = site.address();
    let client = client(&site);
    let begin = Instant::now();
    let hang = tokio::spawn(client.get(site.url("/hang")).send());
    let mut drip = client
        .get(site.url("/drip?every_ms=60"))
        .send()
        .await
        .unwrap();
    let first = drip.chunk().await.unwrap();
    assert!(first.is_some());
    drop(site);
    drip.bytes().await.unwrap_err();
    assert!(!hang.await.unwrap().unwrap_err().is_timeout());
    assert_eq!(begin.elapsed(), ms(60));
    let refused = TcpStream::connect(address).await.unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    // The port is free again at once.
    let settings = Settings {
        port: address.port(),
        ..Settings::default()
    };
    let again = loopback::start_with(settings.clone()).await.unwrap();
    assert_eq!(again.address(), address);
    let taken = loopback::start_with(settings).await.unwrap_err();
    assert_eq!(taken.kind(), io::ErrorKind::AddrInUse);
}

/// Two sites in one runtime have separate counts.
#[tokio::test(start_paused = true)]
async fn two_sites() {
    let (bakery, bank) = (loopback::start().await, loopback::start().await);
    let (bakery, bank) = (bakery.unwrap(), bank.unwrap());
    client(&bakery)
        .get(bakery.url("/get"))
        .send()
        .await
        .unwrap();
    assert_eq!((bakery.requests(), bank.requests()), (1, 0));
}

/// Requests one after another share a connection, and a request is no longer in flight
/// when its client has gone.
#[tokio::test(start_paused = true)]
async fn counts() {
    let site = loopback::start().await.unwrap();
    let client = client(&site);
    for n in 1..=3 {
        let page = client.get(site.url("/delay/1")).send().await.unwrap();
        page.bytes().await.unwrap();
        assert_eq!((site.connections(), site.requests()), (1, n));
        assert_eq!(site.in_flight(), 0);
    }
    let download = client.get(site.url("/download")).send().await.unwrap();
    assert_eq!(site.in_flight(), 1);
    drop(download);
    sleep(ms(1)).await;
    assert_eq!(site.in_flight(), 0);
    client.get(site.url("/stats/reset")).send().await.unwrap();
    // A connection that was given up halfway is not used again.
    client.get(site.url("/get")).send().await.unwrap();
    let counts = (site.connections(), site.requests(), site.max_in_flight());
    assert_eq!(counts, (0, 1, 1));
}

/// The site also serves a runtime of several threads, on the real clock.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn real_clock() {
    let site = loopback::start().await.unwrap();
    let client = client(&site);
    let begin = Instant::now();
    let page = client.get(site.url("/delay/50")).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(begin.elapsed() >= ms(50));
    let hang = (0..8).map(|_| tokio::spawn(client.get(site.url("/hang")).send()));
    let hang = hang.collect::<Vec<_>>();
    // None of them is answered, so all are in flight in the end, however slow they are.
    let all_in_flight = async {
        while site.in_flight() < 8 {
            sleep(ms(1)).await;
        }
    };
    timeout(ms(60_000), all_in_flight).await.unwrap();
    drop(site);
    for hang in hang {
        hang.await.unwrap().unwrap_err();
    }
}
