//! Killed at any moment and started again, a crawl ends as if nothing had happened.

mod common;

use std::time::Duration;

use common::{Site, TestDatabase, crawler, run, stored, tree};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use tokio::time::sleep;

const PAGES: u32 = 60;
const LATENCY: Duration = Duration::from_millis(2);
const KILLS: u32 = 30;

/// The moment of a kill is a number of requests, not a time: until the crawler is dead,
/// the site answers no further ones. So it is always in the middle of its work, however
/// slow the machine. A few milliseconds more or less hit it in all the steps between.
async fn survives(seed: u64, new_database: impl AsyncFn() -> TestDatabase) {
    let site = Site::start(LATENCY, |path| tree(path, PAGES)).await;
    let home = site.url("/");
    let start = |database: &TestDatabase| crawler(&database.url, &[&home]);

    let database = new_database().await;
    let summary = run(start(&database)).await.summary();
    assert_eq!(summary["stored"], PAGES, "{summary}");
    let opened = database.open().await;
    let expected = stored(opened.pool()).await;
    opened.close().await;
    database.remove().await;

    let undisturbed = site.watch().requests();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    for _ in 0..KILLS {
        let database = new_database().await;
        let before = site.watch().requests();
        let requests = random.random_range(1..undisturbed);
        let watch = site.watch();
        site.hold(move |_| watch.requests() >= before + requests);
        let mut crawling = start(&database).spawn().expect("it starts");
        while site.watch().requests() < before + requests {
            sleep(Duration::from_millis(1)).await;
        }
        sleep(Duration::from_millis(random.random_range(0..20))).await;
        // SIGKILL, which no program can handle.
        crawling.kill().expect("it is at work");
        let output = crawling.wait_with_output().expect("it has ended");
        assert!(!output.status.success(), "it was at work");
        site.hold(|_| false);
        let ran = run(start(&database)).await;
        assert_eq!(ran.code, Some(0), "after {requests}, seed {seed}: {ran:?}");
        let opened = database.open().await;
        let stored = stored(opened.pool()).await;
        opened.close().await;
        assert_eq!(stored, expected, "after {requests}, seed {seed}");
        database.remove().await;
    }
}

/// The first milliseconds, in which it opens the database and makes the tables.
async fn survives_at_the_start(
    seed: u64,
    new_database: impl AsyncFn() -> TestDatabase,
) {
    let site = Site::start(LATENCY, |path| tree(path, 5)).await;
    let home = site.url("/");
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    for _ in 0..KILLS {
        let database = new_database().await;
        let mut crawling = crawler(&database.url, &[&home]).spawn().expect("it starts");
        sleep(Duration::from_millis(random.random_range(0..30))).await;
        let _ended_already = crawling.kill();
        crawling.wait_with_output().expect("it has ended");
        let ran = run(crawler(&database.url, &[&home])).await;
        assert_eq!(ran.summary()["stored"], 5);
        database.remove().await;
    }
}

#[tokio::test]
async fn a_crawl_into_sqlite_survives_sigkill() {
    survives(1, async || TestDatabase::sqlite()).await;
}

#[tokio::test]
#[ignore = "needs a server: .ci/with-mariadb cargo test -p crawler -- --include-ignored"]
async fn a_crawl_into_mariadb_survives_sigkill() {
    survives(2, TestDatabase::mysql).await;
}

#[tokio::test]
async fn a_start_with_sqlite_survives_sigkill() {
    survives_at_the_start(3, async || TestDatabase::sqlite()).await;
}

#[tokio::test]
#[ignore = "needs a server: .ci/with-mariadb cargo test -p crawler -- --include-ignored"]
async fn a_start_with_mariadb_survives_sigkill() {
    survives_at_the_start(4, TestDatabase::mysql).await;
}
