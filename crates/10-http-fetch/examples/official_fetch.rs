//! aiohttp's first example: a session is passed in, with ten seconds at most.
//!
//! Tutorial: 000-2.2-official-fetch
//! Live: http://python.org
//! Look for: one timeout around the whole fetch, head and body.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use reqwest::Client;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(10);

async fn fetch(session: &Client, url: &str) -> Result<String, Box<dyn Error>> {
    let page = async { session.get(url).send().await?.text().await };
    // The outer `?` is for the timeout, the inner one for the request.
    Ok(timeout(PATIENCE, page).await??)
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let session = web.client().build()?;
        let html = fetch(&session, web.url("http://python.org")).await?;
        println!("{html}"); // fetch has returned, after 20 ms
        Ok(())
    })
}
