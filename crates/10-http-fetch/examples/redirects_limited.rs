//! A redirect is returned with `Policy::none`, and an error past a limit.
//!
//! Tutorial: none
//! Look for: the number of requests that each policy allows.

use std::error::Error;

use classroom::println;
use loopback::Site;
use reqwest::Client;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;

async fn get(site: &Site, policy: Policy, path: &str) -> Result<(), Box<dyn Error>> {
    let before = site.requests();
    let client = Client::builder().no_proxy().redirect(policy).build()?;
    match client.get(site.url(path)).send().await {
        Ok(response) => {
            let status = response.status().as_u16();
            let location = &response.headers()[LOCATION];
            println!("{status} to {}", location.to_str()?); // returned, not followed
        }
        Err(error) => {
            // The policy has refused the next request.
            println!("too many redirects: {}", error.is_redirect());
        }
    }
    println!("  requests: {}", site.requests() - before); // counted by the site
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        get(&site, Policy::none(), "/redirect/3").await?;
        get(&site, Policy::limited(2), "/redirect/3").await?;
        get(&site, Policy::default(), "/hostile/redirect-loop").await
    })
}
