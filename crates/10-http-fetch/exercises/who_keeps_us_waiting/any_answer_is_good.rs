//! Does not look at the status: a page with an apology is a page.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use futures::future::join_all;
use reqwest::Client;
use tokio::time::timeout;

/// Fetches a page, and says how that ended.
async fn how_it_ends(client: Client, url: String) -> &'static str {
    let fetch = async {
        let response = client.get(url).send().await?;
        response.text().await
    };
    match timeout(PATIENCE, fetch).await {
        Ok(Ok(_text)) => "came",
        Ok(Err(_refused)) => "refused",
        Err(_elapsed) => "too late",
    }
}

async fn all(client: Client, urls: Vec<String>) -> Vec<&'static str> {
    let ends = urls.into_iter().map(|url| how_it_ends(client.clone(), url));
    join_all(ends).await
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
