//! Giving up half-way: the download is dropped, and the site notices.
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
        println!("{read} bytes"); // another piece, 400 ms later
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
                println!("cancelled"); // the user has seen enough
            }
        }
        println!("in flight: {}", site.in_flight()); // nobody has told the site yet
        // The connection closes, since nobody will read the rest from it.
        sleep(Duration::from_millis(1)).await;
        println!("in flight: {}", site.in_flight()); // it saw the connection close

        client.get(site.url("/get")).send().await?;
        println!("connections: {}", site.connections()); // the first is of no more use
        Ok(())
    })
}
