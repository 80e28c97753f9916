//! Three pages at the same time, each with a client of its own.
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
    println!("Requesting {url}"); // the others have not been answered either
    // What `reqwest::get` does too: a client for one request.
    let client = web.client().build()?;
    let response = client.get(web.url(url)).send().await?;
    let _text = response.text().await?;
    println!("Receiving from {url}"); // the answer is here: the fastest server first
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
