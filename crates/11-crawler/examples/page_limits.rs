//! Limits of a page: so many bytes, so long, so many links, and the rest is not read.
//!
//! Tutorial: none
//! Look for: a page without an end has a title all the same.
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
                return Err(format!("{path} is no page").into());
            };
            let scope = Scope::everywhere();
            let page = page::read(&body.bytes, None, &url, &scope, limits.links);
            // The title comes early, and the rest is not worth the wait.
            println!("{}", page.title.unwrap_or_default());
            println!("  cut: {:?}", body.cut); // which limit it met, if any
            println!("  links: {}", page.links.len()); // of five thousand, the first
        }
        Ok(())
    })
}
