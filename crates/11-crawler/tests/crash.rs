//! Killed at any moment and started again, a crawl ends as if nothing had happened.

mod common;

use std::time::{Duration, Instant};

use common::{Site, TestDatabase, crawler, run, stored, tree};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use tokio::time::sleep;

const PAGES: u32 = 60;
const LATENCY: Duration = Duration::from_millis(2);
const MOMENTS: u32 = 50;

async fn survives(seed: u64, new_database: impl AsyncFn() -> TestDatabase) {
    let site = Site::start(LATENCY, |path| tree(path, PAGES)).await;
    let home = site.url("/");
    let start = |database: &TestDatabase| crawler(&database.url, &[&home]);

    let database = new_database().await;
    let begin = Instant::now();
    let summary = run(start(&database)).await.summary();
    let undisturbed_ms = begin.elapsed().as_millis() as u64;
    assert_eq!(summary["stored"], PAGES, "{summary}");
    let opened = database.open().await;
    let expected = stored(opened.pool()).await;
    opened.close().await;
    database.remove().await;
    println!(
        "undisturbed: {undisturbed_ms} ms, {} pages; seed {seed}",
        expected.len()
    );

    let mut moments = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut killed_at_work = 0;
    for _ in 0..MOMENTS {
        let database = new_database().await;
        let moment = Duration::from_millis(moments.random_range(0..=undisturbed_ms));
        let mut crawling = start(&database).spawn().expect("it starts");
        sleep(moment).await;
        // SIGKILL: it cannot do anything about it.
        let _ended_already = crawling.kill();
        let output = crawling.wait_with_output().expect("it has ended");
        killed_at_work += u32::from(!output.status.success());
        let ran = run(start(&database)).await;
        assert_eq!(ran.code, Some(0), "after {moment:?}, seed {seed}: {ran:?}");
        let opened = database.open().await;
        let stored = stored(opened.pool()).await;
        opened.close().await;
        assert_eq!(stored, expected, "after {moment:?}, seed {seed}");
        database.remove().await;
    }
    println!("killed at work: {killed_at_work} of {MOMENTS}");
    assert!(killed_at_work > MOMENTS / 2, "the moments are badly chosen");
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
