//! One client, and still a page waits for the one before it.

use std::error::Error;

use classroom::println;
use reqwest::Client;

async fn fetch(client: &Client, url: &str) -> Result<String, reqwest::Error> {
    let response = client.get(url).send().await?.error_for_status()?;
    response.text().await
}

async fn both_editions(urls: &[String]) -> Result<Vec<String>, reqwest::Error> {
    let client = Client::builder().no_proxy().build()?;
    let mut pages = Vec::new();
    for _edition in 1..=2 {
        for url in urls {
            pages.push(fetch(&client, url).await?);
        }
    }
    Ok(pages)
}

// given
/// The text between `<h1>` and `</h1>`.
fn heading(page: &str) -> &str {
    let (_, heading) = page.split_once("<h1>").unwrap_or_default();
    heading.split('<').next().unwrap_or_default()
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let pages = [
            "title?ms=400",
            "sports?ms=200",
            "cinema?ms=300",
            "weather?ms=100",
        ];
        let urls = pages.map(|page| site.url(&format!("/page/{page}")));
        for page in both_editions(&urls).await? {
            println!("page: {}", heading(&page));
        }
        if site.connections() > 4 {
            println!("too many connections: {}", site.connections());
        }
        Ok(())
    })
}
// end
