//! Oops: an await in a loop asks for one page after another.
//!
//! Tutorial: none
//! Look for: 0.30, the sum of three times, and then 0.15, the longest of them.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use tokio::time::Instant;

const PAGES: [&str; 3] = [
    "http://www.baidu.com/",
    "http://www.qq.com",
    "http://www.163.com/",
];

async fn fetch(client: Client, page: &str) -> Result<usize, reqwest::Error> {
    Ok(client.get(page).send().await?.text().await?.len())
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let start = Instant::now();
        for page in PAGES {
            // The next request is sent when this page has arrived.
            fetch(web.client().build()?, page).await?;
        }
        let took = start.elapsed().as_secs_f64();
        println!("one after another: {took:.2} s"); // 0.05 + 0.10 + 0.15

        let start = Instant::now();
        let (baidu, qq, netease) = (web.client(), web.client(), web.client());
        tokio::try_join!(
            fetch(baidu.build()?, PAGES[0]),
            fetch(qq.build()?, PAGES[1]),
            fetch(netease.build()?, PAGES[2]),
        )?;
        let took = start.elapsed().as_secs_f64();
        println!("side by side: {took:.2} s"); // the longest of the three
        Ok(())
    })
}
