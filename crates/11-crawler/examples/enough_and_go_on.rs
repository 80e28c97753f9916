//! A crawl may stop anywhere: the next one resumes from the database.
//!
//! Tutorial: none
//! Look for: two crawls, and together as many requests as one would have made.
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
        let start = Url::parse(&site.url("/generated/30/0"))?;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("crawl.sqlite");
        let fetcher = Fetcher::new("lesson", Limits::default(), None, &[])?;
        let mut scope = Scope::default();
        scope.add_host_of(&start);
        for max_pages in [Some(10), None] {
            // Nothing is handed on but the file.
            let database = Database::open(&file.to_string_lossy()).await?;
            let rules = Rules {
                delay: Duration::ZERO,
                max_pages,
                ..Rules::default()
            };
            let mut frontier = Frontier::new(database.clone(), rules);
            frontier.add(std::slice::from_ref(&start)).await?; // it is known by then
            let settings = Settings {
                workers: 1, // so that ten pages are always the same ten
                scope: scope.clone(),
                renew_every: Duration::from_secs(1),
            };
            let (gauge, stop) = Default::default();
            let end = crawl(&mut frontier, &fetcher, &settings, &gauge, &stop).await?;
            let summary = Summary::of(database.pool()).await?;
            // stored by all crawls so far
            println!("{end:?}: {} titles", summary.stored);
            println!("  {} pages waiting", summary.queued); // left for the next crawl
            // counted by the site, with robots.txt
            println!("  {} requests so far", site.requests());
            database.close().await;
        }
        Ok(())
    })
}
