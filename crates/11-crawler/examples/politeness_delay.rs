//! The frontier hands out one page per delay and host, whatever it is asked for.
//!
//! Tutorial: none
//! Look for: robots.txt comes first, and each request delays the next one.
//! Clock: real
//! Twin: none, because the frontier is the one of this lesson's crate

use std::time::Duration;

use classroom::println;
use crawler::database::Database;
use crawler::frontier::{ClaimResult, Finished, Frontier, Outcome, Rules};
use crawler::tutorial::Failed;
use tokio::time::sleep;
use url::Url;

const DELAY: Duration = Duration::from_millis(400);

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("crawl.sqlite");
        let database = Database::open(&file.to_string_lossy()).await?;
        let rules = Rules {
            delay: DELAY,
            per_host: 10,
            ..Rules::default()
        };
        let mut frontier = Frontier::new(database.clone(), rules);
        for page in ["http://shop.example/bread", "http://shop.example/cake"] {
            frontier.add(&[Url::parse(page)?]).await?;
        }
        for _ in 0..6 {
            match frontier.claim(10).await? {
                ClaimResult::Pages(claims) => {
                    for claim in claims {
                        // claim has returned it: the delay has elapsed
                        println!("fetch {}", claim.url.path());
                        let outcome = match claim.is_robots {
                            true => Outcome::Robots(String::new()),
                            false => Outcome::Broken("not fetched, only shown"),
                        };
                        let bytes = 0;
                        let page = Finished {
                            claim,
                            outcome,
                            bytes,
                        };
                        frontier.finish(&[page]).await?;
                    }
                }
                ClaimResult::Wait(_) => {
                    println!("wait"); // a page is queued, but the delay has not elapsed
                    sleep(DELAY).await;
                }
                // nothing is queued or claimed
                ClaimResult::Over | ClaimResult::LimitReached => println!("over"),
            }
        }
        database.close().await;
        Ok(())
    })
}
