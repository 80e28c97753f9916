//! A site for two downloads at once
//!
//! A book comes in six parts, and the longest takes 400 ms. The site asks its visitors
//! for no more than two downloads at once, and this client begins all six. Keep to two,
//! with no pause in between: when one download is over, the next begins. Return the
//! parts in the order of their URLs.

use std::error::Error;

use classroom::println;
use futures::future::try_join_all;
use reqwest::Client;

async fn fetch(client: Client, url: String) -> Result<String, reqwest::Error> {
    let response = client.get(url).send().await?.error_for_status()?;
    response.text().await
}

async fn fetch_all(
    client: Client,
    urls: Vec<String>,
) -> Result<Vec<String>, reqwest::Error> {
    let parts = urls.into_iter().map(|url| fetch(client.clone(), url));
    try_join_all(parts).await
}

// given
fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let parts = [4, 1, 1, 2, 1, 3];
        let parts = parts.map(|kib| format!("/download?kib={kib}&every_ms=100"));
        let urls = parts.iter().map(|part| site.url(part)).collect();
        for (number, part) in (1..).zip(fetch_all(client, urls).await?) {
            println!("part {number}: {} bytes", part.len());
        }
        if site.max_in_flight() > 2 {
            println!("{} downloads at once", site.max_in_flight());
        }
        Ok(())
    })
}
// end
