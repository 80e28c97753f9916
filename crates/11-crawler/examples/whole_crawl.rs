//! The whole crawler, from one URL to a table of titles.
//!
//! Tutorial: none
//! Look for: 50 pages are stored; the 404s and what robots.txt forbids are counted.
//! Clock: real
//! Twin: none, because the crawler is the one of this lesson's crate

use std::time::Duration;

use classroom::println;
use crawler::crawl::{Settings, crawl};
use crawler::database::Database;
use crawler::fetch::{Fetcher, Limits};
use crawler::frontier::{Frontier, Rules};
use crawler::links::Scope;
use crawler::summary::Summary;
use crawler::tutorial::Failed;
use url::Url;

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let start = Url::parse(&site.url("/generated/50/0"))?;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("crawl.sqlite");
        let database = Database::open(&file.to_string_lossy()).await?;
        let rules = Rules {
            delay: Duration::ZERO,
            ..Rules::default()
        };
        let mut frontier = Frontier::new(database.clone(), rules);
        frontier.add(std::slice::from_ref(&start)).await?;
        let mut scope = Scope::default();
        scope.add_host_of(&start);
        let settings = Settings {
            workers: 8,
            scope,
            renew_every: Duration::from_secs(1),
        };
        let fetcher = Fetcher::new("lesson", Limits::default(), None, &[])?;
        let (gauge, stop) = Default::default();
        let end = crawl(&mut frontier, &fetcher, &settings, &gauge, &stop).await?;
        let summary = Summary::of(database.pool()).await?;
        // crawl has returned: no page is left
        println!("{end:?}: {} stored", summary.stored);
        for group in summary.not_stored {
            println!("{}: {}", group.what, group.pages); // found, but not stored
        }
        // 50 pages, seven 404s, and robots.txt
        println!("{} requests", site.requests());
        let titles = "SELECT title FROM article_test ORDER BY title LIMIT 2";
        let titles = sqlx::query_scalar::<_, String>(titles);
        for title in titles.fetch_all(database.pool()).await? {
            println!("{title}"); // the first two rows
        }
        database.close().await;
        Ok(())
    })
}
