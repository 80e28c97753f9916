//! FuturesUnordered returns each page when it is complete.
//!
//! Tutorial: none
//! Look for: the numbers. They were asked for from 1 to 20, and come as they are ready.

use std::error::Error;

use classroom::println;
use futures::stream::{FuturesUnordered, StreamExt};
use reqwest::Client;
use tokio::time::Instant;

async fn fetch(client: &Client, url: String) -> Result<String, reqwest::Error> {
    client.get(url).send().await?.text().await
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let start = Instant::now();
        let pages = (1..=20).map(|n| {
            // Every page takes its own time: 200 ms, 300 ms, and so on up to 2100 ms.
            let millis = 200 + 100 * (n * 7 % 20);
            let url = site.url(&format!("/page/{n}?ms={millis}"));
            fetch(&client, url)
        });
        let mut pages = pages.collect::<FuturesUnordered<_>>();
        while let Some(page) = pages.next().await {
            let title = title(&page?);
            let took = start.elapsed().as_secs_f64();
            println!("{took:.2} page {title}"); // next has returned
        }
        println!("most in flight: {}", site.max_in_flight()); // counted by the site
        Ok(())
    })
}

fn title(page: &str) -> String {
    let title = page.split("<title>").nth(1).unwrap_or_default();
    title.chars().take_while(|c| *c != '<').collect()
}
