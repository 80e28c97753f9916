//! Seven pages, and who is late
//!
//! A client asks for seven pages, one after another. It takes a 404 for a page, and
//! waits two seconds for a page that never comes. Ask for all of them together, and
//! report how each ended: it came, it was refused (its status is an error), or it was
//! too late: its last byte had not come after 300 ms. Wait for no page longer than
//! that.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use reqwest::Client;

/// Fetches a page, and says how that ended.
async fn how_it_ends(client: Client, url: String) -> &'static str {
    let request = client.get(url).timeout(Duration::from_secs(2));
    match request.send().await {
        Ok(response) => match response.text().await {
            Ok(_text) => "came",
            Err(_late) => "too late",
        },
        Err(_refused) => "refused",
    }
}

async fn all(client: Client, urls: Vec<String>) -> Vec<&'static str> {
    let mut ends = Vec::new();
    for url in urls {
        ends.push(how_it_ends(client.clone(), url).await);
    }
    ends
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
