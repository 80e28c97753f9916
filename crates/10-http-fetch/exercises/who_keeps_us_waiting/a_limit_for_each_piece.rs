//! Limits each read: a page that comes in small pieces is never too late.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use futures::future::join_all;
use reqwest::Client;

async fn fetch(url: String) -> Result<String, reqwest::Error> {
    let client = Client::builder().no_proxy().read_timeout(PATIENCE);
    let response = client.build()?.get(url).send().await?;
    response.error_for_status()?.text().await
}

/// Fetches a page, and says how that ended.
async fn how_it_ends(url: String) -> &'static str {
    match fetch(url).await {
        Ok(_text) => "came",
        Err(error) if error.is_timeout() => "too late",
        Err(_refused) => "refused",
    }
}

async fn all(_client: Client, urls: Vec<String>) -> Vec<&'static str> {
    join_all(urls.into_iter().map(how_it_ends)).await
}

// given
const PATIENCE: Duration = Duration::from_millis(300);

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let pages = [
            "/page/bread?ms=100",
            "/status/404",
            "/page/cake?ms=200",
            "/hang",
            "/drip?chunks=2&every_ms=100",
            "/drip?chunks=5&every_ms=100",
            "/status/503",
        ];
        let urls = pages.iter().map(|page| site.url(page)).collect();
        for (page, end) in pages.iter().zip(all(client, urls).await) {
            println!("{end}: {page}");
        }
        Ok(())
    })
}
// end
