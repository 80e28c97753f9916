//! A download that is dropped closes its connection, and the site stops.
//!
//! Tutorial: none
//! Look for: what the site has in flight, before and after.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use reqwest::Client;
use tokio::time::sleep;

async fn download(client: &Client, url: &str) -> Result<(), reqwest::Error> {
    let mut response = client.get(url).send().await?;
    let mut read = 0;
    while let Some(piece) = response.chunk().await? {
        read += piece.len();
        println!("{read} bytes"); // another piece has arrived
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let url = site.url("/download?kib=8&every_ms=400");
        tokio::select! {
            done = download(&client, &url) => done?,
            _ = sleep(Duration::from_millis(1400)) => {
                println!("cancelled"); // the timer fired: download is dropped
            }
        }
        println!("in flight: {}", site.in_flight()); // the site was not polled since
        // The connection closes: the rest of the body will not be read.
        sleep(Duration::from_millis(1)).await;
        println!("in flight: {}", site.in_flight()); // its connection was closed

        client.get(site.url("/get")).send().await?;
        println!("connections: {}", site.connections()); // a new one was opened
        Ok(())
    })
}
