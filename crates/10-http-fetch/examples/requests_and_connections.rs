//! A limit on requests limits connections; a limit on idle ones does not.
//!
//! Tutorial: none
//! Look for: four settings, and the connections that twice ten pages need.
//! Twin: none, because `limit` of aiohttp's connector is both limits, and it keeps all.

use std::error::Error;

use classroom::println;
use futures::stream::{self, StreamExt, TryStreamExt};
use reqwest::Client;

async fn ten_pages(client: &Client, url: &str, at_once: usize) -> reqwest::Result<()> {
    let pages = (0..10).map(async |_| client.get(url).send().await?.bytes().await);
    stream::iter(pages)
        .buffer_unordered(at_once)
        .try_for_each(async |_page| Ok(()))
        .await
}

async fn twice(kept: usize, at_once: usize) -> Result<(u64, u64), Box<dyn Error>> {
    let site = loopback::start().await?;
    let client = Client::builder().no_proxy().pool_max_idle_per_host(kept);
    let client = client.build()?;
    for _ in 0..2 {
        ten_pages(&client, &site.url("/delay/100"), at_once).await?;
    }
    Ok((site.max_in_flight(), site.connections()))
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        for (kept, at_once) in [(10, 10), (3, 10), (3, 3), (0, 3)] {
            println!("keep {kept}, {at_once} at once"); // a new client and a new site
            let (most, opened) = twice(kept, at_once).await?;
            // counted by the site, after both rounds
            println!("  in flight {most}, opened {opened}");
        }
        Ok(())
    })
}
