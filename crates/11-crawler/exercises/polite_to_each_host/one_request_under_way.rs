//! One request at a time to each host, but the next follows at once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use crawler::tutorial::{Failed, session};
use reqwest::Client;
use tokio::sync::Mutex;
use tokio::task::JoinSet;

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
    let mut hosts = BTreeMap::<_, Arc<Mutex<()>>>::new();
    let mut requests = JoinSet::new();
    for (host, page) in pages {
        let (client, host_lock) = (client.clone(), hosts.entry(host).or_default());
        let host_lock = Arc::clone(host_lock);
        requests.spawn(async move {
            let _alone = host_lock.lock().await;
            fetch(&client, host, page).await
        });
    }
    while let Some(fetched) = requests.join_next().await {
        fetched??;
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
