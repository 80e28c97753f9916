//! With `cookie_store(true)`, a client sends a cookie with every later request.
//!
//! Tutorial: none
//! Look for: the same page before the login, after it, and after the logout.

use std::error::Error;

use classroom::println;
use loopback::Site;
use reqwest::Client;

async fn account(client: &Client, site: &Site) -> Result<String, reqwest::Error> {
    client.get(site.url("/account")).send().await?.text().await
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = || Client::builder().no_proxy().cookie_store(true).build();
        let (crab, stranger) = (client()?, client()?);
        println!("{}", account(&crab, &site).await?.trim()); // no cookie yet

        let login = crab.post(site.url("/login")).form(&[("name", "crab")]);
        let response = login.send().await?;
        println!("{:?}", response.headers()["set-cookie"]); // the client stores it
        println!("{}", account(&crab, &site).await?.trim()); // the cookie was sent
        // Another client has another store.
        println!("{}", account(&stranger, &site).await?.trim());

        crab.post(site.url("/logout")).send().await?;
        println!("{}", account(&crab, &site).await?.trim()); // the site deleted it
        Ok(())
    })
}
