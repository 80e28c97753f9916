//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use crawler::crawl::{Settings, crawl};
use crawler::database::Database;
use crawler::fetch::{Answer, Fetcher, Limits};
use crawler::frontier::{Claim, ClaimResult, Finished, Frontier, Outcome, Rules};
use crawler::links::Scope;
use crawler::page;
use crawler::tutorial::{
    Crawler, Failed, START_URL, article_test, hrefs, is_article, rows, session, title,
};
use futures::future::join_all;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{AssertSqlSafe, SqlitePool};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio::time::sleep;
use url::Url;

async fn pool() -> sqlx::Result<SqlitePool> {
    let pool = SqlitePoolOptions::new().max_connections(1);
    pool.connect("sqlite::memory:").await
}

async fn database() -> Result<(TempDir, Database), Failed> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("crawl.sqlite");
    let database = Database::open(&file.to_string_lossy()).await?;
    Ok((folder, database))
}

/// However long main sleeps: the list stays empty.
#[tokio::test]
async fn crawler_as_printed_for_longer() -> Result<(), Failed> {
    let site = loopback::start().await?;
    let crawler = Crawler::new(&site.base_url()).await?;
    let html = crawler.session.get(START_URL).send().await?.text().await?;
    crawler.add_seen(START_URL);
    crawler.add_seen(&html);
    assert_eq!(crawler.pop(), None);
    assert_eq!(rows(&crawler.pool).await?.len(), 0);
    assert_eq!(site.requests(), 1);
    Ok(())
}

#[tokio::test]
async fn crawler_fixed_with_four_workers() -> Result<(), Failed> {
    let site = loopback::start().await?;
    let (session, pool) = (session(&site.base_url())?, article_test().await?);
    let mut queue = VecDeque::from([START_URL.to_owned()]);
    let mut seen = BTreeSet::from([START_URL.to_owned()]);
    let mut workers = JoinSet::new();
    loop {
        while workers.len() < 4
            && let Some(url) = queue.pop_front()
        {
            let (session, pool) = (session.clone(), pool.clone());
            workers.spawn(async move {
                let response = session.get(&url).send().await?;
                if !response.status().is_success() {
                    return Ok(Vec::new());
                }
                let html = response.text().await?;
                if is_article(&url) {
                    let insert = "INSERT INTO article_test (title) VALUES (?)";
                    let insert = sqlx::query(insert).bind(title(&html));
                    insert.execute(&pool).await?;
                }
                Ok::<_, Failed>(hrefs(&html))
            });
        }
        let Some(links) = workers.join_next().await else {
            break;
        };
        for url in links?? {
            let ours = url.starts_with("http") && url.contains("jobbole.com/");
            if ours && seen.insert(url.clone()) {
                queue.push_back(url);
            }
        }
    }
    assert_eq!(site.requests(), 7);
    assert_eq!(rows(&pool).await?.len(), 4);
    Ok(())
}

#[tokio::test]
async fn frontier_table_without_unique() -> Result<(), Failed> {
    let pool = pool().await?;
    let table = "CREATE TABLE page (id INTEGER PRIMARY KEY, url TEXT, state TEXT)";
    sqlx::query(table).execute(&pool).await?;
    let urls = ["/1", "/2", "/1"].map(ToOwned::to_owned).into_iter();
    for url in urls.chain((3..=20).map(|n| format!("/{n}"))) {
        let insert = "INSERT OR IGNORE INTO page (url, state) VALUES (?, 'queued')";
        let inserted = sqlx::query(insert).bind(url).execute(&pool).await?;
        assert_eq!(inserted.rows_affected(), 1);
    }
    let mut claims = Vec::new();
    let update = "UPDATE page SET state = 'claimed' WHERE id = \
                  (SELECT id FROM page WHERE state = 'queued' ORDER BY id LIMIT 1) \
                  RETURNING url";
    while let Some(url) = sqlx::query_scalar::<_, String>(update)
        .fetch_optional(&pool)
        .await?
    {
        claims.push(url);
    }
    assert_eq!(claims.len(), 21);
    assert_eq!(claims.into_iter().collect::<BTreeSet<_>>().len(), 20);
    Ok(())
}

async fn claim(frontier: &mut Frontier) -> Result<Option<Claim>, Failed> {
    Ok(match frontier.claim(1).await? {
        ClaimResult::Pages(mut claims) => claims.pop(),
        _ => None,
    })
}

async fn finish(
    frontier: &mut Frontier,
    claim: Option<Claim>,
    outcome: Outcome,
) -> sqlx::Result<()> {
    let bytes = 0;
    let finished = claim.map(|claim| Finished {
        claim,
        outcome,
        bytes,
    });
    frontier.finish(finished.as_slice()).await
}

/// With a lease that does not expire during the test.
#[tokio::test]
async fn crash_and_go_on_without_the_sleep() -> Result<(), Failed> {
    let (_folder, database) = database().await?;
    let rules = Rules {
        delay: Duration::ZERO,
        lease: Duration::from_secs(60),
        ..Rules::default()
    };
    let mut ann = Frontier::new(database.clone(), rules.clone());
    let mut ben = Frontier::new(database.clone(), rules);
    ann.add(&[Url::parse("http://shop.example/bread")?]).await?;
    let robots = claim(&mut ann).await?;
    finish(&mut ann, robots, Outcome::Robots(String::new())).await?;
    let hers = claim(&mut ann).await?;
    assert!(hers.is_some());
    ben.renew_leases().await?;
    let his = claim(&mut ben).await?;
    assert!(his.is_none());
    finish(&mut ben, his, Outcome::Broken("seen by Ben")).await?;
    finish(&mut ann, hers, Outcome::Broken("seen by Ann")).await?;
    let end = "SELECT problem FROM page WHERE url LIKE '%/bread'";
    let end = sqlx::query_scalar::<_, String>(end);
    assert_eq!(end.fetch_one(database.pool()).await?, "seen by Ann");
    database.close().await;
    Ok(())
}

#[tokio::test]
async fn limit_per_host_of_one() -> Result<(), Failed> {
    let site = loopback::start().await?;
    let (_folder, database) = database().await?;
    let rules = Rules {
        delay: Duration::ZERO,
        per_host: 1,
        ..Rules::default()
    };
    let mut frontier = Frontier::new(database.clone(), rules);
    let start = Url::parse("http://www.qq.com/generated/20/50/0")?;
    frontier.add(std::slice::from_ref(&start)).await?;
    let mut scope = Scope::default();
    scope.add_host_of(&start);
    let proxy = site.base_url();
    let fetcher = Fetcher::new("lesson", Limits::default(), Some(&proxy), &[])?;
    let settings = Settings {
        workers: 16,
        scope,
        renew_every: Duration::from_secs(1),
    };
    let (gauge, stop) = Default::default();
    crawl(&mut frontier, &fetcher, &settings, &gauge, &stop).await?;
    assert_eq!((site.max_in_flight(), site.requests()), (1, 28));
    database.close().await;
    Ok(())
}

#[tokio::test]
async fn oops_seen_after_fetch_without_extend() -> Result<(), Failed> {
    let site = loopback::start().await?;
    let start = Url::parse(&site.url("/generated/40/0"))?;
    let fetcher = Fetcher::new("lesson", Limits::default(), None, &[])?;
    let mut scope = Scope::default();
    scope.add_host_of(&start);
    let mut round = vec![start.clone()];
    let mut seen = BTreeSet::from([start]);
    while !round.is_empty() {
        let found = round.iter().map(async |url| match fetcher.page(url).await {
            Answer::Html(body) => page::read(&body.bytes, None, url, &scope, 100).links,
            _ => Vec::new(),
        });
        let found = join_all(found).await.into_iter().flatten();
        round = found.filter(|url| seen.insert(url.clone())).collect();
    }
    assert_eq!(site.requests(), 50);
    Ok(())
}

#[tokio::test]
async fn oops_sql_by_hand_with_two_apostrophes() -> Result<(), Failed> {
    let pool = article_test().await?;
    let titles = [
        "asyncio",
        "Rust's async/await",
        "x'); DELETE FROM article_test; --",
    ];
    for (title, count) in titles.iter().zip(1..) {
        let title = title.replace('\'', "''");
        let insert = format!("INSERT INTO article_test (title) VALUES ('{title}')");
        sqlx::raw_sql(AssertSqlSafe(insert)).execute(&pool).await?;
        assert_eq!(rows(&pool).await?.len(), count);
    }
    Ok(())
}

#[tokio::test]
async fn oops_claim_in_two_steps_one_after_another() -> Result<(), Failed> {
    let pool = pool().await?;
    let table = "CREATE TABLE page (id INTEGER PRIMARY KEY, state TEXT)";
    sqlx::query(table).execute(&pool).await?;
    let pages = "INSERT INTO page VALUES (1, 'queued'), (2, 'queued')";
    sqlx::query(pages).execute(&pool).await?;
    for expected in [1, 2] {
        let queued = "SELECT id FROM page WHERE state = 'queued' ORDER BY id LIMIT 1";
        let id = sqlx::query_scalar::<_, i64>(queued)
            .fetch_one(&pool)
            .await?;
        sleep(Duration::from_millis(20)).await;
        let claimed = sqlx::query("UPDATE page SET state = 'claimed' WHERE id = ?");
        claimed.bind(id).execute(&pool).await?;
        assert_eq!(id, expected);
    }
    Ok(())
}
