//! Every fault is the one that was asked for.

mod common;

use std::error::Error;
use std::io;

use common::{client, ms, said_to};
use tokio::time::Instant;

/// Returns the kind of the I/O error that caused a client's error.
fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        cause = error.source();
    }
    None
}

#[tokio::test(start_paused = true)]
async fn unavailable() {
    let site = loopback::start().await.unwrap();
    let client = client(&site);
    let url = site.url("/unavailable/shop?times=2&retry_after=5");
    for expected in [503, 503, 200, 200] {
        let answer = client.get(&url).send().await.unwrap();
        assert_eq!(answer.status(), expected);
        let retry_after = answer.headers().get("retry-after");
        assert_eq!(retry_after.is_some_and(|it| it == "5"), expected == 503);
    }
    // Another name has a count of its own.
    let url = site.url("/unavailable/bank?times=1");
    assert_eq!(client.get(&url).send().await.unwrap().status(), 503);
    assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
}

/// RST, not FIN, and not a byte before it, on a new connection and on a used one.
#[tokio::test(start_paused = true)]
async fn reset() {
    let site = loopback::start().await.unwrap();
    let client = client(&site);
    for warm_up in [false, true] {
        if warm_up {
            client.get(site.url("/get")).send().await.unwrap();
        }
        let error = client.get(site.url("/reset")).send().await.unwrap_err();
        assert_eq!(
            io_kind(&error),
            Some(io::ErrorKind::ConnectionReset),
            "{error:?}"
        );
    }
    assert_eq!(said_to(&site, b"GET /reset HTTP/1.1\r\n\r\n").await, "");
}

/// The head promises more than is sent.
#[tokio::test(start_paused = true)]
async fn truncated() {
    let site = loopback::start().await.unwrap();
    let mut answer = client(&site)
        .get(site.url("/truncated"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.content_length(), Some(1000));
    let mut read = 0;
    let error = loop {
        match answer.chunk().await {
            Ok(chunk) => read += chunk.unwrap().len(),
            Err(error) => break error,
        }
    };
    assert_eq!(read, 500);
    assert_ne!(io_kind(&error), Some(io::ErrorKind::ConnectionReset));
    let said = said_to(&site, b"GET /truncated HTTP/1.1\r\n\r\n").await;
    assert!(said.ends_with(&"x".repeat(500)), "{said}");
}

/// Each piece is sent alone and on time.
#[tokio::test(start_paused = true)]
async fn drip() {
    let site = loopback::start().await.unwrap();
    let begin = Instant::now();
    let url = site.url("/drip?chunks=5&every_ms=100");
    let mut answer = client(&site).get(url).send().await.unwrap();
    for n in 1..=5 {
        let chunk = answer.chunk().await.unwrap().unwrap();
        assert_eq!(chunk, format!("chunk {n} of 5\n"));
        assert_eq!(begin.elapsed(), ms(n * 100));
    }
    assert_eq!(answer.chunk().await.unwrap(), None);
}

/// The body has the announced length, and each piece is sent alone.
#[tokio::test(start_paused = true)]
async fn download() {
    let site = loopback::start().await.unwrap();
    let begin = Instant::now();
    let url = site.url("/download?kib=3&every_ms=50");
    let mut answer = client(&site).get(url).send().await.unwrap();
    assert_eq!(answer.content_length(), Some(3 * 1024));
    for n in 1..=3 {
        assert_eq!(answer.chunk().await.unwrap().unwrap().len(), 1024);
        assert_eq!(begin.elapsed(), ms(n * 50));
    }
    assert_eq!(answer.chunk().await.unwrap(), None);
}

/// A read timeout limits each pause between pieces, not their sum.
#[tokio::test(start_paused = true)]
async fn drip_and_a_read_timeout() {
    let site = loopback::start().await.unwrap();
    for (read_timeout, arrives) in [(ms(150), true), (ms(50), false)] {
        let client = reqwest::Client::builder().no_proxy();
        let client = client.read_timeout(read_timeout).build().unwrap();
        let url = site.url("/drip?chunks=5&every_ms=100");
        let answer = async { client.get(url).send().await?.text().await };
        assert_eq!(answer.await.is_ok(), arrives);
    }
}

/// A connection that hangs does not delay another.
#[tokio::test(start_paused = true)]
async fn hang() {
    let site = loopback::start().await.unwrap();
    let client = client(&site);
    let hang = client.get(site.url("/hang")).send();
    let page = client.get(site.url("/delay/3600000")).send();
    tokio::select! {
        biased;
        answer = hang => panic!("{answer:?}"),
        page = page => assert_eq!(page.unwrap().status(), 200),
    }
}
