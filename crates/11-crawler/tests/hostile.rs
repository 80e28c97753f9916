//! Hostile pages: none stops the crawl, and the summary names each.

mod common;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use common::{TestDatabase, crawler, run, stored};
use serde_json::Value;

async fn all_of_them(database: TestDatabase) {
    let site = loopback::start().await.expect("a port is free");
    let home = site.url("/hostile/");
    let begin = Instant::now();
    let ran = run(crawler(
        &database.url,
        &[
            &home,
            "--max-page-ms=1500",
            "--max-page-kib=512",
            "--max-links=300",
            "--max-retries=1",
            "--per-host=16",
            "--workers=16",
        ],
    ))
    .await;
    let summary = ran.summary();
    let groups = |list: &str| {
        let groups = summary[list].as_array().expect("a list").iter();
        let pair = |group: &Value| {
            let what = group["what"].as_str().expect("a text").to_owned();
            (what, group["pages"].as_u64().expect("a number"))
        };
        groups.map(pair).collect::<BTreeMap<_, _>>()
    };
    let odd = groups("remarks");
    assert_eq!(odd["cut at 512 KiB"], 2, "the long one and the endless one");
    assert_eq!(odd["cut at 300 links"], 1);
    assert_eq!(odd["cut after 1500 ms"], 1);
    assert_eq!(odd["broken text"], 2);
    let wrong = groups("not_stored");
    for (what, pages) in [
        ("redirect loop", 2),
        ("too many redirects", 1),
        ("leads out of the crawl", 1),
        ("redirect to nowhere", 1),
        ("compressed unasked", 1),
        ("connection broken off", 1),
        ("no answer in time", 1),
        ("HTTP 404", 1),
        ("HTTP 503", 1),
    ] {
        assert_eq!(wrong.get(what), Some(&pages), "{what}: {summary}");
    }
    // A hundred megabytes would have taken longer, and an endless page would yet.
    assert!(begin.elapsed() < Duration::from_secs(60));

    let opened = database.open().await;
    let stored = stored(opened.pool()).await;
    let title = |path: &str| {
        let url = site.url(path);
        let row = stored.iter().find(|row| row.0 == url).expect(path);
        row.2.clone().unwrap_or_default()
    };
    assert_eq!(
        title("/hostile/title/sql"),
        "x'); DELETE FROM article_test; --"
    );
    assert_eq!(
        title("/hostile/title/quotes"),
        "Rust's \"async\" and `await`"
    );
    assert_eq!(
        title("/hostile/title/wide"),
        "深入理解 asyncio：全角 ＡＢＣ 🦀"
    );
    assert_eq!(
        title("/hostile/title/percent"),
        "100% of %s, {title}, ? and :name"
    );
    assert_eq!(title("/hostile/title/nul"), "before\u{fffd}after");
    assert_eq!(title("/hostile/title/escapes"), "[2J[31mred]0;pwned");
    assert_eq!(title("/hostile/title/long").chars().count(), 500);
    assert_eq!(title("/hostile/title/svg"), "");
    assert_eq!(title("/hostile/gbk"), "你好，世界");
    assert_eq!(title("/hostile/gbk-header"), "你好，世界");
    assert_eq!(title("/hostile/windows-1251"), "Привет");
    assert_eq!(title("/hostile/broken"), "Broken & <b>bent");
    assert_eq!(title("/hostile/trickle"), "A page in drops");
    assert_eq!(title("/hostile/long"), "A long page");
    assert_eq!(
        title("/hostile/leaf/299"),
        title("/hostile/leaf/0").replace('0', "299")
    );
    opened.close().await;
    database.remove().await;
}

/// A server that is down: its rules are unknown, so its pages wait.
#[tokio::test]
async fn a_server_is_down() {
    let database = TestDatabase::sqlite();
    // Bound and not listening, so that no other program gets it.
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket
        .bind(([127, 0, 0, 1], 0).into())
        .expect("a port is free");
    let port = socket.local_addr().expect("it is bound").port();
    let home = format!("http://127.0.0.1:{port}/");
    let summary = run(crawler(&database.url, &[&home])).await.summary();
    assert_eq!(
        summary["requests"], 4,
        "one for robots.txt, and three retries"
    );
    let what = |group: usize| summary["not_stored"][group]["what"].as_str();
    assert_eq!(what(0), Some("robots.txt: no connection"));
    assert_eq!(what(1), Some("robots.txt out of reach"));
}

#[tokio::test]
async fn into_sqlite() {
    all_of_them(TestDatabase::sqlite()).await;
}

#[tokio::test]
#[ignore = "needs a server: .ci/with-mariadb cargo test -p crawler -- --include-ignored"]
async fn into_mariadb() {
    all_of_them(TestDatabase::mysql().await).await;
}
