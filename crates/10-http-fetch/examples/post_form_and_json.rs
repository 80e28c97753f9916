//! The same order as a form and as JSON: one call each, and the content type with it.
//!
//! Tutorial: none
//! Look for: where the number is a text, and where it stays a number.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
struct Order {
    bread: &'static str,
    slices: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let order = Order {
            bread: "rye & oat",
            slices: 2,
        };
        let url = site.url("/post");
        let as_form = client.post(&url).form(&order);
        let as_json = client.post(&url).json(&order);
        for (part, request) in [("form", as_form), ("json", as_json)] {
            let seen: Value = request.send().await?.json().await?;
            let headers = &seen["headers"];
            // `form` and `json` set it; `body` would not.
            println!("{}", headers["Content-Type"]);
            println!("{}", seen[part]); // what httpbin made of it
        }
        Ok(())
    })
}
