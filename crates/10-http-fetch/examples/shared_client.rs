//! One client for all tasks: a clone of it shares its connections.
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
        for round in ["first", "second"] {
            let tasks = (0..5).map(|_| {
                // A clone is a pointer to the same client, and costs as little.
                let fetch = fetch(client.clone(), site.url("/delay/100"));
                tokio::spawn(fetch)
            });
            for task in tasks.collect::<Vec<_>>() {
                task.await??;
            }
            // Five at once take five; a body read to its end gives one back.
            println!("{round} five: {} connections", site.connections());
        }
        Ok(())
    })
}
