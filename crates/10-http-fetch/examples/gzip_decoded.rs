//! With the feature `gzip`, a client asks for gzip and decodes it.
//!
//! Tutorial: none
//! Look for: the length that the program does not learn.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap};
use serde_json::Value;

/// Prints the encoding that the client asks for, the head of a text, and its length.
async fn get(client: &Client, base: &str) -> reqwest::Result<()> {
    let echo = client.get(format!("{base}/get")).send().await?;
    let echo: Value = echo.json().await?;
    println!("asks for {}", echo["headers"]["Accept-Encoding"]); // as the site saw it
    let response = client.get(format!("{base}/text?kib=64")).send().await?;
    let encoding = response.headers().get(CONTENT_ENCODING);
    // A client that decodes removes both headers.
    println!(
        "  head: {encoding:?}, {:?} bytes",
        response.content_length()
    );
    println!("  body: {} bytes", response.bytes().await?.len()); // the body is complete
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let base = site.base_url();
        get(&Client::builder().no_proxy().build()?, &base).await?;
        get(&Client::builder().no_proxy().no_gzip().build()?, &base).await?;
        // Requested by a header of its own, so not decoded.
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, "gzip".parse()?)]);
        let by_hand = Client::builder().no_proxy().no_gzip();
        get(&by_hand.default_headers(headers).build()?, &base).await?;
        Ok(())
    })
}
