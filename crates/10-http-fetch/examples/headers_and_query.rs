//! Headers belong to the client, or to one request; query escapes pairs.
//!
//! Tutorial: none
//! Look for: the space and the slash of the query, on the way and on arrival.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use reqwest::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderValue};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let mut always = HeaderMap::new();
        always.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("zh, en"));
        let client = Client::builder()
            .no_proxy()
            .user_agent("await-and-see")
            .default_headers(always)
            .build()?;

        let request = client.get(site.url("/get")).header("X-Order", "7").query(&[
            ("bread", "rye 1/2"),
            ("tag", "new"),
            ("tag", "warm"),
        ]);
        let response = request.send().await?;
        let query = response.url().query().unwrap_or_default().to_owned();
        println!("{query}"); // a name may come twice

        let seen: Value = response.json().await?;
        println!("{}", seen["args"]["bread"]); // the site has unescaped it
        let headers = &seen["headers"];
        // Default headers of the client.
        println!("{} {}", headers["User-Agent"], headers["Accept-Language"]);
        println!("{}", headers["X-Order"]); // a header of this request
        Ok(())
    })
}
