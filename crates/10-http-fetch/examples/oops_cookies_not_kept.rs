//! Oops: by default a client keeps no cookies, so the login is forgotten.
//!
//! Tutorial: none
//! Look for: a friendly welcome, and the page right after it.

use std::error::Error;

use classroom::println;
use reqwest::Client;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        // Here `.cookie_store(true)` is missing.
        let client = Client::builder().no_proxy().build()?;
        let login = client.post(site.url("/login")).form(&[("name", "crab")]);
        let response = login.send().await?;
        let cookie = response.headers().contains_key("set-cookie");
        println!("{}", response.text().await?.trim()); // login has succeeded
        println!("a cookie came: {cookie}"); // it is dropped with the answer

        let response = client.get(site.url("/account")).send().await?;
        println!("{}", response.status()); // no cookie, no account
        println!("{}", response.text().await?.trim()); // to the site, an unknown client
        Ok(())
    })
}
