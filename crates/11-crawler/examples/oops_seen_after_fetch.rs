//! Oops: a page is marked as seen when it has come, and by then it waits again.
//!
//! Tutorial: none
//! Look for: the same site, and 21 requests that were not needed.
//! Clock: real

use std::collections::BTreeSet;
use std::mem::take;

use classroom::println;
use crawler::fetch::{Answer, Fetcher, Limits};
use crawler::links::Scope;
use crawler::page;
use crawler::tutorial::Failed;
use futures::future::join_all;
use url::Url;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Marked {
    WhenFetched,
    WhenQueued,
}

async fn links(fetcher: &Fetcher, scope: &Scope, url: &Url) -> Vec<Url> {
    let Answer::Html(body) = fetcher.page(url).await else {
        return Vec::new(); // a dead link
    };
    page::read(&body.bytes, None, url, scope, 100).links
}

/// Fetches all pages that can be reached, those of one round at once.
async fn crawl(start: &Url, marked: Marked) -> Result<(), Failed> {
    let fetcher = Fetcher::new("lesson", Limits::default(), None, &[])?;
    let mut scope = Scope::default();
    scope.add_host_of(start);
    let mut round = vec![start.clone()];
    let mut seen = BTreeSet::from([start.clone()]);
    while !round.is_empty() {
        let urls = take(&mut round);
        let found = urls.iter().map(|url| links(&fetcher, &scope, url));
        let found = join_all(found).await;
        seen.extend(urls);
        for url in found.into_iter().flatten() {
            // `insert` says whether it is new; `contains` leaves that for later.
            let new = match marked {
                Marked::WhenFetched => !seen.contains(&url),
                Marked::WhenQueued => seen.insert(url.clone()),
            };
            round.extend(new.then_some(url));
        }
    }
    Ok(())
}

fn main() -> Result<(), Failed> {
    classroom::run(async {
        for marked in [Marked::WhenFetched, Marked::WhenQueued] {
            let site = loopback::start().await?;
            crawl(&Url::parse(&site.url("/generated/40/0"))?, marked).await?;
            // The site has counted.
            println!("{marked:?}: {} requests", site.requests());
        }
        Ok(())
    })
}
