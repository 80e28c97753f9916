//! Several crawlers and one frontier: each page has one of them, and a dead one leaves
//! nothing behind.

mod common;

use std::time::Duration;

use common::{Site, TestDatabase, crawler, run, stored, tree};
use crawler::database::Database;
use crawler::frontier::{Claim, ClaimResult, Finished, Frontier, Outcome, Rules};
use crawler::links::Skipped;
use futures::future::join_all;
use tokio::time::{sleep, timeout};
use url::Url;

const PAGES: u32 = 400;
const LATENCY: Duration = Duration::from_millis(5);

/// Four processes share the work: each page is fetched once.
async fn four_processes(database: TestDatabase) {
    let site = Site::start(LATENCY, |path| tree(path, PAGES)).await;
    let home = site.url("/");
    // A crawler that has to wait for the processor is alive.
    let options = [home.as_str(), "--lease-ms", "30000", "--per-host", "8"];
    let all = join_all((0..4).map(|_| run(crawler(&database.url, &options)))).await;
    let mut requests = 0;
    for ran in &all {
        let summary = ran.summary();
        assert_eq!(summary["end"], "over");
        assert_eq!(summary["stored"], PAGES);
        requests += summary["requests"].as_u64().expect("a number");
    }
    let hits = site.hits();
    assert!(hits.values().all(|&hits| hits == 1), "{hits:?}");
    assert_eq!(requests, hits.len() as u64);
    assert!(site.max_in_flight() <= 8, "the limit is for all of them");
    let opened = database.open().await;
    // And those that robots.txt forbids, and itself, are in the table too.
    assert_eq!(stored(opened.pool()).await.len(), hits.len() + 2);
    opened.close().await;
    database.remove().await;
}

/// One of the four is killed in the middle: the others take over what it had.
async fn one_of_four_dies(database: TestDatabase) {
    let site = Site::start(LATENCY, |path| tree(path, PAGES)).await;
    let home = site.url("/");
    let options = [home.as_str(), "--per-host", "16", "--lease-ms", "1000"];
    let mut doomed = crawler(&database.url, &options).spawn().expect("it starts");
    // It is in the middle of it when the site has been asked for a few pages.
    asked_for(&site, 20).await;
    let others = join_all((0..3).map(|_| run(crawler(&database.url, &options))));
    let kill = async {
        asked_for(&site, 60).await;
        doomed.kill().expect("it is at work");
        doomed.wait_with_output().expect("it has ended")
    };
    let (others, killed) = tokio::join!(others, kill);
    assert!(!killed.status.success());
    for ran in others {
        assert_eq!(ran.summary()["stored"], PAGES);
    }
    let opened = database.open().await;
    let stored = stored(opened.pool()).await;
    assert_eq!(
        stored.iter().filter(|row| row.2.is_some()).count(),
        PAGES as usize
    );
    opened.close().await;
    database.remove().await;
}

async fn asked_for(site: &Site, pages: usize) {
    let asked = async {
        while site.hits().len() < pages {
            sleep(Duration::from_millis(1)).await;
        }
    };
    let asked = timeout(Duration::from_secs(60), asked).await;
    asked.expect("the crawl goes on");
}

fn rules(lease: Duration) -> Rules {
    Rules {
        delay: Duration::ZERO,
        per_host: 10,
        lease,
        ..Rules::default()
    }
}

async fn one_page(frontier: &mut Frontier) -> Claim {
    match frontier.claim(1).await.expect("the database answers") {
        ClaimResult::Pages(mut claims) if claims.len() == 1 => claims.remove(0),
        turn => panic!("expected a page, not {turn:?}"),
    }
}

fn found(claim: Claim, title: &str) -> Finished {
    let outcome = match claim.is_robots {
        true => Outcome::Robots(String::new()),
        false => Outcome::Page {
            title: Some(title.to_owned()),
            links: Vec::new(),
            skipped: Skipped::default(),
            remark: None,
        },
    };
    Finished {
        claim,
        outcome,
        bytes: 0,
    }
}

/// A frontier with one page in it, whose robots.txt is known.
async fn begun(database: &Database, lease: Duration) -> Frontier {
    let mut frontier = Frontier::new(database.clone(), rules(lease));
    let home = Url::parse("http://shop.example/").expect("it is a URL");
    frontier.add(&[home]).await.expect("it is added");
    let robots = one_page(&mut frontier).await;
    assert!(robots.is_robots, "nothing else is asked before");
    let robots = found(robots, "");
    frontier.finish(&[robots]).await.expect("it is committed");
    frontier
}

/// A lease that has expired goes to another crawler, and its first owner has lost.
async fn a_lease_expires(database: TestDatabase) {
    const LEASE: Duration = Duration::from_millis(100);
    let opened = database.open().await;
    let mut slow = begun(&opened, LEASE).await;
    let mut other = Frontier::new(opened.clone(), rules(LEASE));
    let lost = one_page(&mut slow).await;
    assert!(matches!(other.claim(1).await, Ok(ClaimResult::Wait(_))));
    sleep(LEASE + Duration::from_millis(5)).await;
    other.renew_leases().await.expect("the database answers");
    let taken = one_page(&mut other).await;
    assert_eq!(taken.url, lost.url);
    slow.finish(&[found(lost, "too late")])
        .await
        .expect("no error");
    other
        .finish(&[found(taken, "in time")])
        .await
        .expect("committed");
    assert!(matches!(other.claim(1).await, Ok(ClaimResult::Over)));
    let stored = stored(opened.pool()).await;
    assert_eq!(stored[0].2.as_deref(), Some("in time"));
    opened.close().await;
    database.remove().await;
}

/// A crawler that has claimed a page again, after its lease expired, may finish both
/// claims at once.
async fn a_page_is_finished_twice(database: TestDatabase) {
    const LEASE: Duration = Duration::from_millis(100);
    let opened = database.open().await;
    let mut slow = begun(&opened, LEASE).await;
    let mut other = Frontier::new(opened.clone(), rules(LEASE));
    let lost = one_page(&mut slow).await;
    sleep(LEASE + Duration::from_millis(5)).await;
    other.renew_leases().await.expect("the database answers");
    let again = one_page(&mut slow).await;
    assert_eq!(again.url, lost.url);
    let both = [found(lost, "home"), found(again, "home")];
    let finish = timeout(Duration::from_secs(60), slow.finish(&both));
    finish.await.expect("it ends").expect("committed");
    assert!(matches!(slow.claim(1).await, Ok(ClaimResult::Over)));
    let in_flight = sqlx::query_scalar::<_, i64>("SELECT in_flight FROM host");
    let in_flight = in_flight.fetch_one(opened.pool()).await;
    assert_eq!(in_flight.expect("the database answers"), 0);
    let stored = stored(opened.pool()).await;
    assert_eq!(stored[0].2.as_deref(), Some("home"));
    opened.close().await;
    database.remove().await;
}

/// A lease that is renewed does not expire, however long the page takes.
async fn a_lease_is_renewed(database: TestDatabase) {
    let opened = database.open().await;
    let mut frontier = begun(&opened, Duration::from_secs(60)).await;
    let claim = one_page(&mut frontier).await;
    let until = async || {
        let until = "SELECT lease_until FROM page WHERE state = 1";
        let until = sqlx::query_scalar::<_, i64>(until);
        until
            .fetch_one(opened.pool())
            .await
            .expect("one is claimed")
    };
    let before = until().await;
    sleep(Duration::from_millis(5)).await;
    frontier.renew_leases().await.expect("the database answers");
    assert!(until().await > before);
    frontier
        .finish(&[found(claim, "home")])
        .await
        .expect("committed");
    opened.close().await;
    database.remove().await;
}

on_both_databases!(
    four_processes,
    one_of_four_dies,
    a_lease_expires,
    a_page_is_finished_twice,
    a_lease_is_renewed
);
