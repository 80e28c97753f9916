//! An order sent again because no answer came: two parcels are on their way.
//!
//! Tutorial: none
//! Look for: one customer, one click, and the count of the shop.

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
                Err(_lost) => println!("no answer"), // no answer is not "no order"
            }
        };
        println!("{}", parcel.trim()); // the second try was a second order

        let shop = client.get(site.url("/parcels")).send().await?;
        println!("{}", shop.text().await?); // both will be sent, and billed
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::POST] {
            // Whether twice is the same as once: RFC 9110, section 9.2.2.
            println!("{:<6} {}", method.as_str(), method.is_idempotent());
        }
        Ok(())
    })
}
