//! What the sites see: pauses, limits, robots.txt, and no more tries than there may be.

mod common;

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::IntoResponse;
use common::{Site, TestDatabase, crawler, page, run, tree};
use futures::future::join_all;

const NO_LATENCY: Duration = Duration::ZERO;

#[tokio::test]
async fn there_is_a_pause_between_two_requests() {
    let site = Site::start(NO_LATENCY, |path| tree(path, 5)).await;
    let database = TestDatabase::sqlite();
    let begin = Instant::now();
    let ran = run(crawler(&database.url, &[&site.url("/"), "--delay-ms=50"])).await;
    assert_eq!(ran.summary()["stored"], 5);
    // By the count of the site, not of the crawler.
    let pauses = site.watch().requests() as u32 - 1;
    assert!(pauses >= 5 && begin.elapsed() >= Duration::from_millis(50) * pauses);
}

#[tokio::test]
async fn a_crawl_delay_of_robots_txt_counts() {
    let site = Site::start(NO_LATENCY, |path| match path {
        "/robots.txt" => "User-agent: *\nCrawl-delay: 0.2\n".into_response(),
        path => tree(path, 3),
    })
    .await;
    let database = TestDatabase::sqlite();
    let begin = Instant::now();
    let ran = run(crawler(&database.url, &[&site.url("/")])).await;
    assert_eq!(ran.summary()["stored"], 3);
    // The pause before the first page is not known yet when robots.txt is requested.
    let pauses = site.watch().requests() as u32 - 2;
    assert!(pauses >= 3 && begin.elapsed() >= Duration::from_millis(200) * pauses);
}

#[tokio::test]
async fn a_host_has_a_limit() {
    let site = Site::start(Duration::from_millis(5), |path| tree(path, 60)).await;
    let database = TestDatabase::sqlite();
    let options = [&site.url("/"), "--per-host=3", "--workers=20"];
    run(crawler(&database.url, &options)).await.summary();
    assert_eq!(site.max_in_flight(), 3);
}

#[tokio::test]
async fn what_robots_txt_forbids_is_not_asked_for() {
    let site = Site::start(NO_LATENCY, |path| tree(path, 10)).await;
    let database = TestDatabase::sqlite();
    let summary = run(crawler(&database.url, &[&site.url("/")]))
        .await
        .summary();
    let hits = site.hits();
    assert!(
        hits.keys().all(|path| !path.starts_with("/private/")),
        "{hits:?}"
    );
    let forbidden = summary["not_stored"].as_array().expect("a list").iter();
    let mut forbidden =
        forbidden.filter(|group| group["what"] == "robots.txt forbids it");
    assert_eq!(forbidden.next().expect("it is named")["pages"], 2);
}

/// RFC 9309, 2.4: what a site says is good for a day.
async fn an_old_robots_txt_is_asked_for_again(database: TestDatabase) {
    let site = Site::start(NO_LATENCY, |path| tree(path, 10)).await;
    let home = site.url("/");
    let begin = [home.as_str(), "--max-pages=3"];
    run(crawler(&database.url, &begin)).await.summary();
    let opened = database.open().await;
    let yesterday = "UPDATE origin SET robots_until = robots_until - 90000000";
    let yesterday = sqlx::query(yesterday).execute(opened.pool()).await;
    yesterday.expect("the database answers");
    opened.close().await;
    for _ in 0..2 {
        let ran = run(crawler(&database.url, &[&home])).await;
        assert_eq!(ran.summary()["stored"], 10);
        assert_eq!(site.hits()["/robots.txt"], 2);
    }
    database.remove().await;
}

#[tokio::test]
async fn an_old_robots_txt_is_asked_for_again_in_sqlite() {
    an_old_robots_txt_is_asked_for_again(TestDatabase::sqlite()).await;
}

#[tokio::test]
#[ignore = "needs a server: .ci/with-mariadb cargo test -p crawler -- --include-ignored"]
async fn an_old_robots_txt_is_asked_for_again_in_mariadb() {
    an_old_robots_txt_is_asked_for_again(TestDatabase::mysql().await).await;
}

/// RFC 9309, 2.3.1.4: then everything is forbidden.
#[tokio::test]
async fn a_robots_txt_that_fails_forbids_all() {
    let site =
        Site::start(NO_LATENCY, |_| StatusCode::BAD_GATEWAY.into_response()).await;
    let database = TestDatabase::sqlite();
    let options = [&site.url("/"), "--max-retries=2"];
    run(crawler(&database.url, &options)).await.summary();
    assert_eq!(
        site.hits().into_iter().collect::<Vec<_>>(),
        [("/robots.txt".to_owned(), 3)]
    );
}

#[tokio::test]
async fn retries_are_bounded_and_wait_as_long_as_asked() {
    let site = Site::start(NO_LATENCY, |path| match path {
        "/" => page("Home", &["/busy", "/gone", "/broken"]),
        "/busy" => {
            (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "1")]).into_response()
        }
        "/broken" => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
    .await;
    let database = TestDatabase::sqlite();
    let begin = Instant::now();
    let options = [&site.url("/"), "--max-retries=2"];
    run(crawler(&database.url, &options)).await.summary();
    let hits = site.hits();
    assert_eq!((hits["/busy"], hits["/broken"], hits["/gone"]), (3, 3, 1));
    assert!(begin.elapsed() >= Duration::from_secs(2));
}

/// No more pages than asked for, however many crawlers there are; then more.
async fn enough_is_enough(database: TestDatabase) {
    let site = Site::start(Duration::from_millis(2), |path| tree(path, 200)).await;
    let home = site.url("/");
    let options = [home.as_str(), "--max-pages=50", "--per-host=8"];
    let all = join_all((0..3).map(|_| run(crawler(&database.url, &options)))).await;
    for ran in all {
        assert_eq!(ran.summary()["end"], "enough");
    }
    let pages = site.hits().len() - 1;
    assert_eq!(pages, 50, "and robots.txt");
    let rest = run(crawler(&database.url, &[&home])).await.summary();
    assert_eq!(
        (&rest["end"], &rest["stored"]),
        (&"over".into(), &200.into())
    );
    assert!(site.hits().values().all(|&hits| hits == 1));
    database.remove().await;
}

#[tokio::test]
async fn enough_is_enough_in_sqlite() {
    enough_is_enough(TestDatabase::sqlite()).await;
}

#[tokio::test]
#[ignore = "needs a server: .ci/with-mariadb cargo test -p crawler -- --include-ignored"]
async fn enough_is_enough_in_mariadb() {
    enough_is_enough(TestDatabase::mysql().await).await;
}
