//! Oops: a page is marked as seen after its fetch, when it is queued twice already.
//!
//! Tutorial: none
//! Look for: the same site, and 21 unnecessary requests.
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

/// Fetches all pages that can be reached, the pages of one round concurrently.
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
            // `insert` checks and adds in one step; `contains` only checks.
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
            // crawl has returned: no page is left.
            println!("{marked:?}: {} requests", site.requests());
        }
        Ok(())
    })
}
