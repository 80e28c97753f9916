//! A client follows redirects by itself and asks its policy each time.
//!
//! Tutorial: none
//! Look for: the three answers that `send` did not return.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use reqwest::redirect::Policy;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let policy = Policy::custom(|attempt| {
            let status = attempt.status().as_u16();
            // The last address so far is the one that sent the client on.
            let from = attempt.previous().last().map_or("", |url| url.path());
            // The client asks its policy before it follows.
            println!("{status} {from} -> {}", attempt.url().path());
            Policy::default().redirect(attempt)
        });
        let client = Client::builder().no_proxy().redirect(policy).build()?;

        let response = client.get(site.url("/redirect/3")).send().await?;
        let status = response.status().as_u16();
        println!("{status} {}", response.url().path()); // send has returned
        println!("requests: {}", site.requests()); // counted by the site
        Ok(())
    })
}
