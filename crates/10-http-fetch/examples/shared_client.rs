//! A clone of a client shares its connections.
//!
//! Tutorial: none
//! Look for: what the second five pages add to the count.

use std::error::Error;

use classroom::println;
use reqwest::Client;

async fn fetch(client: Client, url: String) -> Result<String, reqwest::Error> {
    client.get(url).send().await?.text().await
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let url = site.url("/download?kib=2&every_ms=50");
        for round in ["first", "second"] {
            let tasks = (0..5).map(|_| {
                // A clone is a pointer to the same client.
                tokio::spawn(fetch(client.clone(), url.clone()))
            });
            for task in tasks.collect::<Vec<_>>() {
                task.await??;
            }
            let opened = site.connections();
            println!("{round} five: {opened} connections"); // five bodies were read
        }
        Ok(())
    })
}
