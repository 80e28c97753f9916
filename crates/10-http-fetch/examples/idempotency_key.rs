//! An order with a key may be sent again: the shop knows it from the first time.
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
        // Made once for the order, not once for each try. In earnest: a random UUID.
        let key = "order-7-of-crab";
        let response = loop {
            let order = client.post(&url).header("Idempotency-Key", key);
            match order.send().await {
                Ok(response) => break response,
                Err(_lost) => println!("no answer"), // ordered or not: nobody can tell
            }
        };
        println!("{}", response.status()); // 201 would say: created just now
        println!("{}", response.text().await?.trim()); // the parcel of the first try
        let shop = client.get(site.url("/parcels")).send().await?;
        println!("{}", shop.text().await?); // one click, one parcel
        Ok(())
    })
}
