//! A claim is a lease: when a worker dies, it expires and another takes the page.
//!
//! Tutorial: none
//! Look for: Ben waits while Ann may be alive; her late answer changes nothing.
//! Clock: real
//! Twin: none, because the frontier is the one of this lesson's crate

use std::time::Duration;

use classroom::println;
use crawler::database::Database;
use crawler::frontier::{Claim, ClaimResult, Finished, Frontier, Outcome, Rules};
use crawler::tutorial::Failed;
use tokio::time::sleep;
use url::Url;

const LEASE: Duration = Duration::from_millis(500);

async fn claim(name: &str, frontier: &mut Frontier) -> Result<Option<Claim>, Failed> {
    let ClaimResult::Pages(mut claims) = frontier.claim(1).await? else {
        // claim has returned Wait: the other's lease holds
        println!("{name}: nothing free");
        return Ok(None);
    };
    let claim = claims.pop();
    let path = claim.as_ref().map_or("", |claim| claim.url.path());
    println!("{name}: has {path}"); // claim has returned this page
    Ok(claim)
}

async fn finish(
    frontier: &mut Frontier,
    claim: Option<Claim>,
    outcome: Outcome,
) -> sqlx::Result<()> {
    let bytes = 0;
    let finished = claim.map(|claim| Finished {
        claim,
        outcome,
        bytes,
    });
    frontier.finish(finished.as_slice()).await
}

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("crawl.sqlite");
        let database = Database::open(&file.to_string_lossy()).await?;
        let rules = Rules {
            delay: Duration::ZERO,
            lease: LEASE,
            ..Rules::default()
        };
        let mut ann = Frontier::new(database.clone(), rules.clone());
        let mut ben = Frontier::new(database.clone(), rules);
        ann.add(&[Url::parse("http://shop.example/bread")?]).await?;
        let robots = claim("Ann", &mut ann).await?;
        finish(&mut ann, robots, Outcome::Robots(String::new())).await?;
        let hers = claim("Ann", &mut ann).await?;
        claim("Ben", &mut ben).await?;
        sleep(LEASE + LEASE / 2).await;
        ben.renew_leases().await?; // Ann has not renewed her lease: her page is free
        let his = claim("Ben", &mut ben).await?;
        finish(&mut ben, his, Outcome::Broken("seen by Ben")).await?;
        finish(&mut ann, hers, Outcome::Broken("seen by Ann")).await?;
        let end = "SELECT problem FROM page WHERE url LIKE '%/bread'";
        let end = sqlx::query_scalar::<_, String>(end);
        // Ben held the lease when he finished; Ann no longer did.
        println!("{}", end.fetch_one(database.pool()).await?);
        database.close().await;
        Ok(())
    })
}
