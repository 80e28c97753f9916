//! With sessions, the network decides just the same.
//!
//! Tutorial: 002-4-client-session-jitter
//! Look for: the Receiving lines, and how they change with --seed 155.

use std::error::Error;

use classroom::println;
use http_fetch::Web;
use loopback::Settings;
use reqwest::Client;
use tokio::task::JoinSet;

const PAGES: [&str; 3] = [
    "http://www.baidu.com/",
    "http://www.qq.com",
    "http://www.163.com/",
];

async fn fetch(session: &Client, url: &str) -> Result<String, reqwest::Error> {
    session.get(url).send().await?.text().await
}

async fn request(web: Web, url: &str) -> Result<(), reqwest::Error> {
    println!("Requesting {url}"); // no page has arrived yet
    let session = web.client().build()?;
    let _text = fetch(&session, web.url(url)).await?;
    println!("Receiving from {url}"); // the page has arrived: the fastest first
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let settings = Settings {
            seed: classroom::seed(112),
            jitter: true, // each page takes a latency that the seed draws
            ..Settings::default()
        };
        let web = http_fetch::web_with(settings).await?;
        let mut requests = JoinSet::new();
        for url in PAGES {
            requests.spawn(request(web.clone(), url));
        }
        while let Some(ended) = requests.join_next().await {
            ended??;
        }
        Ok(())
    })
}
