//! robots.txt: the longest rule that fits decides whether a page may be fetched.
//!
//! Tutorial: none
//! Look for: /private/open is allowed: its rule is longer than that of /private/.
//! Clock: real
//! Twin: none, because urllib.robotparser takes the first rule that fits

use classroom::println;
use crawler::fetch::{Fetcher, Limits};
use crawler::robots::Robots;
use crawler::tutorial::Failed;
use url::Url;

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let fetcher = Fetcher::new("lesson", Limits::default(), None, &[])?;
        let robots_txt = Url::parse(&site.url("/robots.txt"))?;
        let text = fetcher.robots(&robots_txt).await;
        let text = text.map_err(|failure| failure.problem.to_string())?;
        for agent in ["lesson", "patient", "unwelcome"] {
            let robots = Robots::parse(&text, agent);
            for path in ["/", "/private/0", "/private/open"] {
                let may = match robots.allows(path) {
                    true => "may",
                    false => "may not",
                };
                // the longest rule of its group has decided
                println!("{agent} {may} have {path}");
            }
            // Crawl-delay is not in the RFC, but many sites use it.
            println!("{agent} waits {} ms", robots.crawl_delay().as_millis());
        }
        Ok(())
    })
}
