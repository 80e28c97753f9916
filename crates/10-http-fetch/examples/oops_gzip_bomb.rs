//! Oops: a limit on Content-Length does not stop a gzip bomb.
//!
//! Tutorial: none
//! Look for: which of the two limits sees the ten MiB.

use std::error::Error;

use classroom::println;
use reqwest::Client;

const MAX_BYTES: u64 = 1024 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let url = site.url("/text?kib=10240");

        let response = client.get(&url).send().await?;
        let is_small = response.content_length().unwrap_or(0) <= MAX_BYTES;
        println!("Content-Length passes: {is_small}"); // no length of a gzip body
        println!("{} bytes", response.bytes().await?.len()); // ten times the limit

        let mut response = client.get(&url).send().await?;
        let mut bytes = 0;
        while let Some(piece) = response.chunk().await? {
            bytes += piece.len() as u64;
            if bytes > MAX_BYTES {
                println!("too large, given up"); // counted as decoded
                break;
            }
        }
        println!("less than 2 MiB: {}", bytes < 2 * MAX_BYTES); // then it stopped
        Ok(())
    })
}
