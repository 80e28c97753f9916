//! A proxy is asked for the whole URL, and fetches it.
//!
//! Tutorial: 000-3.1v-readhub-proxy
//! Look for: the client looks up no name; the proxy does.

use std::error::Error;

use classroom::println;
use reqwest::Proxy;
use serde::Deserialize;

#[derive(Deserialize)]
struct Topics {
    data: Vec<Topic>,
}

#[derive(Deserialize)]
struct Topic {
    title: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        // The site is a proxy as well, for every host of the tutorials.
        let proxy = loopback::start().await?;
        let client = reqwest::Client::builder()
            .proxy(Proxy::http(proxy.base_url())?)
            .build()?;
        let request = client.get("http://api.readhub.me/topic");
        let request = request.query(&[("pageSize", "10")]);
        let topics: Topics = request.send().await?.json().await?;
        let first = topics.data.first().map_or("", |topic| &topic.title);
        println!("{} {first}", topics.data.len()); // passed on by the proxy
        Ok(())
    })
}
