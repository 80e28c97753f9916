//! Oops: an order is sent again because no answer came, and counts twice.
//!
//! Tutorial: none
//! Look for: one customer, one order, and the count of the shop.

use std::error::Error;

use classroom::println;
use reqwest::{Client, Method};

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        // The shop takes the first order, and its answer is lost on the way.
        let url = site.url("/parcels?lost=1");
        let parcel = loop {
            match client.post(&url).send().await {
                Ok(response) => break response.text().await?,
                Err(_lost) => println!("no answer"), // the connection was closed
            }
        };
        println!("{}", parcel.trim()); // the second request was a second order

        let shop = client.get(site.url("/parcels")).send().await?;
        println!("{}", shop.text().await?); // counted by the shop
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::POST] {
            // is_idempotent: RFC 9110, section 9.2.2
            println!("{:<6} {}", method.as_str(), method.is_idempotent());
        }
        Ok(())
    })
}
