//! Oops: the answer has another shape, and the error names the field.
//!
//! Tutorial: none
//! Look for: the kind of the error, and its source.
//! Twin: none, because `json()` gives dicts, and a `KeyError` comes where one is read.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the error comes first")]
struct Rated {
    rating: u32,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the error comes first")]
struct Paged {
    #[serde(rename = "pageSize")]
    page_size: String,
}

async fn fetch<T: DeserializeOwned>(
    client: &Client,
    url: String,
) -> reqwest::Result<T> {
    client.get(url).send().await?.json().await
}

fn tell<T>(result: reqwest::Result<T>) {
    let Err(error) = result else { return };
    let reason = error.source().map(|reason| reason.to_string());
    let (reason, place) = reason
        .as_deref()
        .and_then(|reason| reason.split_once(" at "))
        .unwrap_or_default();
    println!("decode: {}", error.is_decode()); // the body has arrived, and did not fit
    println!("  {reason}"); // serde names the field or the type
    println!("  {place}"); // where in the body it gave up
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        tell(fetch::<Rated>(&client, site.url("/topic?pageSize=1")).await);
        tell(fetch::<Paged>(&client, site.url("/topic?pageSize=1")).await);
        tell(fetch::<Paged>(&client, site.url("/nowhere")).await);
        Ok(())
    })
}
