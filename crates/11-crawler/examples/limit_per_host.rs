//! A limit per host: of sixteen workers, at most three are at the same host.
//!
//! Tutorial: none
//! Look for: one host keeps three of the sixteen busy, two hosts keep six.
//! Clock: real
//! Twin: none, because the crawler is the one of this lesson's crate

use std::time::Duration;

use classroom::println;
use crawler::crawl::{Settings, crawl};
use crawler::database::Database;
use crawler::fetch::{Fetcher, Limits};
use crawler::frontier::{Frontier, Rules};
use crawler::links::Scope;
use crawler::tutorial::Failed;
use url::Url;

const HOSTS: [&str; 2] = ["www.qq.com", "www.163.com"];

fn main() -> Result<(), Failed> {
    classroom::run(async {
        for hosts in [&HOSTS[..1], &HOSTS[..]] {
            let site = loopback::start().await?;
            let folder = tempfile::tempdir()?;
            let file = folder.path().join("crawl.sqlite");
            let database = Database::open(&file.to_string_lossy()).await?;
            let rules = Rules {
                delay: Duration::ZERO,
                per_host: 3,
                ..Rules::default()
            };
            let mut frontier = Frontier::new(database.clone(), rules);
            let mut scope = Scope::default();
            for host in hosts {
                // Each page takes 50 ms, so that several are under way.
                let start = Url::parse(&format!("http://{host}/generated/20/50/0"))?;
                frontier.add(std::slice::from_ref(&start)).await?;
                scope.add_host_of(&start);
            }
            let proxy = site.base_url();
            let fetcher = Fetcher::new("lesson", Limits::default(), Some(&proxy), &[])?;
            let settings = Settings {
                workers: 16,
                scope,
                renew_every: Duration::from_secs(1),
            };
            let (gauge, stop) = Default::default();
            crawl(&mut frontier, &fetcher, &settings, &gauge, &stop).await?;
            println!("hosts: {}", hosts.len()); // crawl has returned: no page is left
            println!("  at once: {}", site.max_in_flight()); // counted by the site
            // each page once, and robots.txt of each host
            println!("  requests: {}", site.requests());
            database.close().await;
        }
        Ok(())
    })
}
