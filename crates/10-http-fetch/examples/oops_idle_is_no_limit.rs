//! Oops: pool_max_idle_per_host(3) does not limit requests; all ten go out.
//!
//! Tutorial: none
//! Look for: all answers at 1.00, and ten in flight.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use tokio::task::JoinSet;
use tokio::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        // The number of idle connections to keep, not of connections to open.
        let client = Client::builder().no_proxy().pool_max_idle_per_host(3);
        let client = client.build()?;
        let start = Instant::now();
        let mut requests = JoinSet::new();
        for _ in 0..10 {
            requests.spawn(client.get(site.base_url()).send());
        }
        while let Some(response) = requests.join_next().await {
            let data = response??.text().await?;
            let took = start.elapsed().as_secs_f64();
            println!("data {data} {took:.2}"); // no request waited for another
        }
        let most = site.max_in_flight();
        println!("most in flight: {most}"); // the site has no limit: it counts
        Ok(())
    })
}
