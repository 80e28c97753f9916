//! The permit ends with the statement that sends the request: the body is still to
//! come.

use std::error::Error;

use classroom::println;
use futures::future::try_join_all;
use reqwest::{Client, Response};
use tokio::sync::Semaphore;

async fn begin(
    client: &Client,
    url: &str,
    downloads: &Semaphore,
) -> Result<Response, reqwest::Error> {
    let _download = downloads.acquire().await.expect("it is never closed");
    client.get(url).send().await?.error_for_status()
}

async fn fetch_all(
    client: Client,
    urls: Vec<String>,
) -> Result<Vec<String>, reqwest::Error> {
    let downloads = Semaphore::new(2);
    let parts = urls.iter().map(async |url| {
        let response = begin(&client, url, &downloads).await?;
        response.text().await
    });
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
