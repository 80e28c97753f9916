//! form and json write the body and set its content type.
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
            // set by `form` and by `json`
            println!("{}", headers["Content-Type"]);
            println!("{}", seen[part]); // as httpbin has read it
        }
        Ok(())
    })
}
