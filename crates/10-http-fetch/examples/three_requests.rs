//! Three pages at the same time take as long as the slowest.
//!
//! Tutorial: 002-3-aiohttp-request
//! Live: http://www.baidu.com/ http://www.qq.com http://www.163.com/
//! Look for: all three are asked before one has answered.

use std::error::Error;

use classroom::println;
use http_fetch::Web;
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
        let web = http_fetch::web().await?;
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
