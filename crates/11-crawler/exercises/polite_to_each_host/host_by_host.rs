//! One host, and when it is done, the other.

use std::collections::BTreeMap;
use std::time::Duration;

use classroom::println;
use crawler::tutorial::{Failed, session};
use reqwest::Client;
use tokio::time::interval;

const DELAY: Duration = Duration::from_millis(100);

// given
/// Fetches a page. It takes 30 ms.
async fn fetch(client: &Client, host: &str, page: u32) -> Result<(), reqwest::Error> {
    println!("{host}: page {page}");
    let url = format!("http://{host}/page/{page}?ms=30");
    client.get(url).send().await?.text().await?;
    Ok(())
}
// end

async fn crawl(client: Client, pages: Vec<(&'static str, u32)>) -> Result<(), Failed> {
    let mut hosts = BTreeMap::<_, Vec<_>>::new();
    for (host, page) in pages {
        hosts.entry(host).or_default().push(page);
    }
    for (host, pages) in hosts {
        let mut polite = interval(DELAY);
        for page in pages {
            polite.tick().await;
            fetch(&client, host, page).await?;
        }
    }
    Ok(())
}

// given
fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = session(&site.base_url())?;
        let pages =
            (1..=6).flat_map(|page| [("www.qq.com", page), ("www.163.com", page)]);
        crawl(client, pages.collect()).await
    })
}
// end
