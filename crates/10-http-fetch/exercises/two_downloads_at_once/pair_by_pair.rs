//! Two, and then the next two: the shorter of them waits for the longer.

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
    let mut parts = Vec::new();
    for pair in urls.chunks(2) {
        let pair = pair.iter().map(|url| fetch(client.clone(), url.clone()));
        parts.extend(try_join_all(pair).await?);
    }
    Ok(parts)
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
