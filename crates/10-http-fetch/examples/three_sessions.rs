//! A session for each page gains nothing.
//!
//! Tutorial: 002-4-client-session
//! Live: http://www.baidu.com/ http://www.qq.com http://www.163.com/
//! Look for: what is printed is the same; a session for each request saves nothing.

use std::error::Error;

use classroom::println;
use http_fetch::Web;
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
