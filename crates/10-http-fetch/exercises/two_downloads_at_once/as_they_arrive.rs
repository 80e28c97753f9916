//! `buffer_unordered` keeps to two, and returns the part that is over first.

use std::error::Error;

use classroom::println;
use futures::{StreamExt as _, TryStreamExt as _, stream};
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
    stream::iter(parts).buffer_unordered(2).try_collect().await
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
