//! A page is read up to a limit of bytes, time and links.
//!
//! Tutorial: none
//! Look for: even a page without an end has a title.
//! Clock: real
//! Twin: none, because the limits are those of this lesson's crate

use std::time::Duration;

use classroom::println;
use crawler::fetch::{Answer, Fetcher, Limits};
use crawler::links::Scope;
use crawler::page;
use crawler::tutorial::Failed;
use url::Url;

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let limits = Limits {
            bytes: 256 * 1024,
            time: Duration::from_millis(1000),
            links: 1000,
        };
        let fetcher = Fetcher::new("lesson", limits.clone(), None, &[])?;
        for path in [
            "/hostile/long?mb=100",
            "/hostile/endless",
            "/hostile/trickle",
            "/hostile/many-links?links=5000",
        ] {
            let url = Url::parse(&site.url(path))?;
            let Answer::Html(body) = fetcher.page(&url).await else {
                return Err(format!("{path} is not a page").into());
            };
            let mut scope = Scope::default();
            scope.add_host_of(&url);
            let page = page::read(&body.bytes, None, &url, &scope, limits.links);
            // The title is near the top, so it was read before any limit.
            println!("{}", page.title.unwrap_or_default());
            println!("  cut: {:?}", body.cut); // the limit that ended the reading
            println!("  links: {}", page.links.len()); // at most 1000 of 5000
        }
        Ok(())
    })
}
