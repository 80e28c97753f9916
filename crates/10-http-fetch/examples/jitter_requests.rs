//! The network decides in which order the pages arrive.
//!
//! Tutorial: 002-3-aiohttp-request-jitter
//! Look for: the Receiving lines, and how they change with --seed 59.

use std::error::Error;

use classroom::println;
use http_fetch::Web;
use loopback::Settings;
use tokio::task::JoinSet;

const PAGES: [&str; 3] = [
    "http://www.baidu.com/",
    "http://www.qq.com",
    "http://www.163.com/",
];

async fn request(web: Web, url: &str) -> Result<(), reqwest::Error> {
    println!("Requesting {url}"); // no page has arrived yet
    // What `reqwest::get` does too: a client for one request.
    let client = web.client().build()?;
    let response = client.get(web.url(url)).send().await?;
    let _text = response.text().await?;
    println!("Receiving from {url}"); // the page has arrived: the fastest first
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let settings = Settings {
            seed: classroom::seed(3),
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
