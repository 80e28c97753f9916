//! A set of tasks returns the fastest page first.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use tokio::task::JoinSet;

async fn fetch(client: Client, url: String) -> Result<String, reqwest::Error> {
    let response = client.get(url).send().await?.error_for_status()?;
    response.text().await
}

async fn both_editions(urls: &[String]) -> Result<Vec<String>, reqwest::Error> {
    let client = Client::builder().no_proxy().build()?;
    let mut pages = Vec::new();
    for _edition in 1..=2 {
        let mut edition = JoinSet::new();
        for url in urls {
            edition.spawn(fetch(client.clone(), url.clone()));
        }
        while let Some(page) = edition.join_next().await {
            pages.push(page.expect("fetch does not panic")?);
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
