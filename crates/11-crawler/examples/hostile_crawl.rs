//! On a hostile site, every page ends as a row, and the crawl finishes.
//!
//! Tutorial: none
//! Look for: each trap is in the summary, under what it did.
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
        let start = Url::parse(&site.url("/hostile/"))?;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("crawl.sqlite");
        let database = Database::open(&file.to_string_lossy()).await?;
        let rules = Rules {
            delay: Duration::ZERO,
            max_retries: 1,
            retry_delay: Duration::from_millis(10),
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
        let limits = Limits {
            bytes: 16 * 1024,
            time: Duration::from_millis(1000),
            links: 50,
        };
        let fetcher = Fetcher::new("lesson", limits, None, &[])?;
        let (gauge, stop) = Default::default();
        crawl(&mut frontier, &fetcher, &settings, &gauge, &stop).await?;
        let summary = Summary::of(database.pool()).await?;
        println!("stored: {}", summary.stored); // crawl has returned: no page is left
        for group in summary.remarks {
            println!("  {}: {}", group.what, group.pages); // stored, but odd
        }
        // each target is a page of its own
        println!("redirects: {}", summary.redirects);
        for group in summary.not_stored {
            println!("{}: {}", group.what, group.pages); // not stored, by problem
        }
        database.close().await;
        Ok(())
    })
}
