//! An order with a key may be sent again: the shop knows the key.
//!
//! Tutorial: none
//! Look for: the status of the second answer, and the count of the shop.

use std::error::Error;

use classroom::println;
use reqwest::Client;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let url = site.url("/parcels?lost=1");
        // One key for all attempts. In production: a random UUID.
        let key = "order-7-of-crab";
        let response = loop {
            let order = client.post(&url).header("Idempotency-Key", key);
            match order.send().await {
                Ok(response) => break response,
                Err(_lost) => println!("no answer"), // the connection was closed
            }
        };
        println!("{}", response.status()); // the key is known: not created again
        println!("{}", response.text().await?.trim()); // of the first attempt
        let shop = client.get(site.url("/parcels")).send().await?;
        println!("{}", shop.text().await?); // counted by the shop
        Ok(())
    })
}
